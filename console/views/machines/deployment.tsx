import { useState } from 'preact/hooks';
import { logOf } from '../../clients/log.ts';
import { useAction } from '../../parts/action.ts';
import { Download } from '../../parts/download.tsx';
import { Problem, Waiting } from '../../parts/notice.tsx';
import { Page } from '../../parts/page.tsx';
import { Status } from '../../parts/status.tsx';
import { Ago, Took } from '../../parts/time.tsx';
import { Code, Copied, Values } from '../../parts/value.tsx';
import { to, withQuery } from '../../router.ts';
import { useLoaded } from '../../use-loaded.ts';
import { nameOf, shortId } from '../../words.ts';
import { loadHeat, loadOpsWorks, type MachineDeployment, type MachineResult } from './load.ts';

/** One deployment: how it went on each machine, and what the machine said. */
export const Deployment = ({ api, id }: { api: string; id: string }) => {
  const isHeat = api === 'heat';
  const { value, problem, reload } = useLoaded({
    key: `${api}/${id}`,
    load: () => (isHeat ? loadHeat(id) : loadOpsWorks(id)),
    concerns: ({ topic }) => topic === api,
    every: 3000,
  });
  const deployment = value?.deployment;
  return (
    <Page
      title={deployment ? titleOf(deployment) : 'Deployment'}
      crumbs={[{ name: 'Machines', to: to('machines') }]}
      aside={deployment && <Status value={deployment.status} />}
    >
      {problem && <Problem text={problem} retry={reload} />}
      {!value && !problem && <Waiting lines={8} />}
      {deployment && <Facts deployment={deployment} />}
      <div class="machines">
        {value?.results.map((result) => (
          <Machine key={result.machine} result={result} />
        ))}
      </div>
    </Page>
  );
};

const titleOf = ({ api, what, machines }: MachineDeployment): string =>
  api === 'Heat' ? `${what} on ${machines.join(', ')}` : what;

const Facts = ({ deployment }: { deployment: MachineDeployment }) => (
  <dl class="facts">
    <div>
      <dt>{deployment.api} deployment</dt>
      <dd>
        <Copied text={deployment.id} shown={shortId(deployment.id)} what="deployment ID" />
      </dd>
    </div>
    <div>
      <dt>Started</dt>
      <dd>
        <Ago at={deployment.start} />
      </dd>
    </div>
    <div>
      <dt>Took</dt>
      <dd>
        <Took from={deployment.start} to={deployment.end} />
      </dd>
    </div>
    {deployment.by && (
      <div>
        <dt>By</dt>
        <dd>{nameOf(deployment.by)}</dd>
      </div>
    )}
  </dl>
);

const Machine = ({ result }: { result: MachineResult }) => {
  const { machine, status, start, end, exitCode, reason, logs, logUrl, values } = result;
  return (
    <section class="card" aria-label={`Machine ${machine}`}>
      <div class="step-head">
        <h2>
          <a href={withQuery(to('machines'), { q: machine })} title="All deployments to this machine">
            {machine}
          </a>
        </h2>
        <Status value={status} />
      </div>
      <p class="faint">
        <Took from={start} to={end} />
        {exitCode !== '' && ` · exit code ${exitCode}`}
      </p>
      {reason && <p class="machine-reason">{reason}</p>}
      {logUrl && <Log url={logUrl} machine={machine} />}
      {logs.map(({ name, text }) => (
        <div key={name}>
          <h3>{name}</h3>
          <Code text={text} label={`${name} of ${machine}`} />
          <p class="log-button">
            <Download text={text} name={`${machine}-${name}.log`} />
          </p>
        </div>
      ))}
      {Object.keys(values).length > 0 && (
        <>
          <h3>Outputs</h3>
          <Values values={values} none="" />
        </>
      )}
    </section>
  );
};

/** A log is fetched when somebody wants to read it; one that lies elsewhere (S3, in an account) is a link. */
const Log = ({ url, machine }: { url: string; machine: string }) => {
  const [text, setText] = useState<string>();
  const { isBusy, problem, run } = useAction(async () => setText(await logOf(url)));
  if (text !== undefined)
    return (
      <>
        <Code text={text || '(empty)'} label={`Log of ${machine}`} />
        <p class="log-button">
          <Download text={text} name={`${machine}.log`} />
        </p>
      </>
    );
  if (/^https:/.test(url) && !url.startsWith(`${location.origin}/`))
    return (
      <p>
        <a href={url} rel="noreferrer noopener" target="_blank">
          Its log
        </a>
      </p>
    );
  return (
    <p class="log-button">
      <button type="button" class="button is-small" onClick={run} aria-busy={isBusy} aria-label={`Log of ${machine}`}>
        Show its log
      </button>
      {problem && <span class="field-problem">{problem}</span>}
    </p>
  );
};
