import type { DeploymentSummary } from '@aws-sdk/client-proton';
import { Problem, Waiting } from '../../parts/notice.tsx';
import { Page } from '../../parts/page.tsx';
import { Status } from '../../parts/status.tsx';
import { Ago, Took } from '../../parts/time.tsx';
import { Code, Values } from '../../parts/value.tsx';
import { place, to, withQuery } from '../../router.ts';
import { useLoaded } from '../../use-loaded.ts';
import { shortId } from '../../words.ts';
import { TextDiff } from '../runbooks/diff.tsx';
import { loadChange, loadRendered, loadTarget, type LoadedTarget } from './load-target.ts';

interface TargetParts {
  name: string;
  instance: string | undefined;
}

/** One environment or instance: its spec, what came out of it, and its deployments with what each changed. */
export const Target = ({ name, instance }: TargetParts) => {
  const { value, problem, reload } = useLoaded({
    key: `${name}/${instance ?? ''}`,
    load: () => loadTarget(name, instance),
    concerns: ({ topic }) => topic === 'proton',
    every: 4000,
  });
  const link = (deployment: string) => withQuery(to('proton', name, ...(instance ? [instance] : [])), { deployment });
  return (
    <Page
      title={instance ? `${name} / ${instance}` : name}
      crumbs={[{ name: 'Proton', to: to('proton') }]}
      aside={value && <Status value={value.status} />}
    >
      {problem && <Problem text={problem} retry={reload} />}
      {!value && !problem && <Waiting lines={8} />}
      {value && <Body target={value} link={link} />}
    </Page>
  );
};

const Body = ({ target, link }: { target: LoadedTarget; link: (deployment: string) => string }) => {
  const { deployments } = target;
  const asked = place.value.query.get('deployment');
  const shown = deployments.find(({ id }) => id === asked) ?? deployments[0];
  return (
    <>
      <dl class="facts">
        <div>
          <dt>Template</dt>
          <dd>
            {target.template} {target.version}
          </dd>
        </div>
        {target.environment && (
          <div>
            <dt>Environment</dt>
            <dd>
              <a href={to('proton', target.environment)}>{target.environment}</a>
            </dd>
          </div>
        )}
      </dl>
      {target.status.includes('FAILED') && target.message && <Problem text={target.message} />}
      <div class="run">
        <div class="run-left">
          <Deployments deployments={deployments} shown={shown?.id ?? ''} link={link} />
          {shown && <Change key={shown.id} deployment={shown} />}
          {shown && <Rendered key={`rendered ${shown.id}`} id={shown.id ?? ''} before={beforeOf(deployments, shown)} />}
        </div>
        <div class="run-right">
          <Results target={target} />
        </div>
      </div>
    </>
  );
};

interface DeploymentsParts {
  deployments: DeploymentSummary[];
  shown: string;
  link: (deployment: string) => string;
}

const Deployments = ({ deployments, shown, link }: DeploymentsParts) => (
  <section class="card" aria-labelledby="deployments-title">
    <h2 id="deployments-title" class="card-title">
      Deployments
    </h2>
    {deployments.length === 0 && <p class="faint">None.</p>}
    <ol class="steps">
      {deployments.map(({ id = '', createdAt, completedAt, deploymentStatus }) => (
        <li key={id} class="step-line">
          <a class="row-link" href={link(id)} data-adjusts="" aria-current={id === shown ? 'true' : undefined}>
            {shortId(id)}
          </a>
          <span class="faint">
            <Ago at={createdAt} />
          </span>
          <span />
          <Took from={createdAt} to={completedAt} />
          <Status value={deploymentStatus} />
        </li>
      ))}
    </ol>
  </section>
);

const Change = ({ deployment }: { deployment: DeploymentSummary }) => {
  const { value, problem, reload } = useLoaded({
    key: `${deployment.id}${deployment.deploymentStatus}`,
    load: () => loadChange(deployment),
  });
  return (
    <section class="card" aria-labelledby="change-title">
      <h2 id="change-title" class="card-title">
        What deployment {shortId(deployment.id)} changes
      </h2>
      {!value && (problem ? <Problem text={problem} retry={reload} /> : <Waiting />)}
      {value?.message && <p class="faint">{value.message}</p>}
      {value && <TextDiff before={value.before} after={value.after} />}
    </section>
  );
};

/** The deployment that succeeded before this one. */
const beforeOf = (deployments: DeploymentSummary[], shown: DeploymentSummary): string | undefined =>
  deployments.slice(deployments.indexOf(shown) + 1).find(({ deploymentStatus }) => deploymentStatus === 'SUCCEEDED')
    ?.id;

const Rendered = ({ id, before }: { id: string; before: string | undefined }) => {
  const { value, problem, reload } = useLoaded({
    key: `${id} ${before ?? ''}`,
    load: () => loadRendered(id, before),
  });
  return (
    <section class="card" aria-labelledby="rendered-title">
      <h2 id="rendered-title" class="card-title">
        {value?.before ? 'What changed in the rendered template' : 'Rendered template'}
      </h2>
      {!value && (problem ? <Problem text={problem} retry={reload} /> : <Waiting />)}
      {value && value.after === '' && <p class="faint">Nothing was rendered.</p>}
      {value && value.before !== '' && <TextDiff before={value.before} after={value.after} />}
      {value && value.before === '' && value.after !== '' && (
        <Code text={value.after} label="Text of the rendered template" />
      )}
    </section>
  );
};

const Results = ({ target: { outputs, resources, spec } }: { target: LoadedTarget }) => (
  <>
    <section class="card" aria-labelledby="outputs-title">
      <h2 id="outputs-title" class="card-title">
        Outputs
      </h2>
      <Values
        values={Object.fromEntries(outputs.map(({ key = '', valueString = '' }) => [key, [valueString]]))}
        none="None."
      />
      <h3>Resources</h3>
      {resources.length === 0 && <p class="faint">None.</p>}
      <ul class="resources">
        {resources.map(({ name, identifier }) => (
          <li key={`${name}${identifier}`}>
            <strong>{name}</strong>
            <code>{identifier}</code>
          </li>
        ))}
      </ul>
    </section>
    <section class="card" aria-labelledby="spec-title">
      <h2 id="spec-title" class="card-title">
        Spec
      </h2>
      <Code text={spec} label="Text of the spec" />
    </section>
  </>
);
