import type { DocumentVersionInfo } from '@aws-sdk/client-ssm';
import { useMemo } from 'preact/hooks';
import { Icon } from '../../parts/icon.tsx';
import { Problem, Waiting } from '../../parts/notice.tsx';
import { Page } from '../../parts/page.tsx';
import { Ago } from '../../parts/time.tsx';
import { Code } from '../../parts/value.tsx';
import { place, to, withQuery } from '../../router.ts';
import { useLoaded } from '../../use-loaded.ts';
import { graphOf } from '../run/graph.ts';
import { GraphView } from '../run/graph-view.tsx';
import type { WrittenParameter, WrittenRunbook } from '../run/runbook.ts';
import { Diff } from './diff.tsx';
import { firstText, optionsOf, rulesOf } from './form.ts';
import { type LoadedRunbook, loadRunbook, loadVersions } from './load-runbook.ts';

/** `/runbooks/NAME?version=2&against=1`: what a version does, its text, and what it changed. */
export const Runbook = ({ name }: { name: string }) => {
  const { query } = place.value;
  const version = query.get('version') ?? undefined;
  const { value, problem, reload } = useLoaded({
    key: `${name}@${version ?? ''}`,
    load: () => loadRunbook(name, version),
  });
  const versions = useLoaded({ key: name, load: () => loadVersions(name) });
  const start = withQuery(to('runbooks', name, 'start'), { version });
  return (
    <Page
      title={name}
      crumbs={[{ name: 'Runbooks', to: to('runbooks') }]}
      aside={value && <span class="faint">version {value.document.DocumentVersion}</span>}
      actions={
        <>
          <a class="button" href={withQuery(to('runs'), { q: name })}>
            Its runs
          </a>
          <a class="button is-primary" href={start}>
            <Icon name="play" />
            Start
          </a>
        </>
      }
    >
      {problem && <Problem text={problem} retry={reload} />}
      {!value && !problem && <Waiting lines={10} />}
      {value?.runbook?.description && <p class="lead">{value.runbook.description}</p>}
      {value && <Body name={name} loaded={value} versions={versions.value ?? []} />}
    </Page>
  );
};

interface BodyParts {
  name: string;
  loaded: LoadedRunbook;
  versions: DocumentVersionInfo[];
}

const Body = ({ name, loaded: { document, runbook }, versions }: BodyParts) => (
  <div class="run">
    <div class="run-left">
      {runbook && <Steps name={name} runbook={runbook} />}
      <Text name={name} content={document.Content ?? ''} version={document.DocumentVersion ?? ''} />
    </div>
    <div class="run-right">
      {runbook && <Parameters parameters={runbook.parameters} />}
      <Versions name={name} versions={versions} shown={document.DocumentVersion ?? ''} />
    </div>
  </div>
);

const Steps = ({ name, runbook }: { name: string; runbook: WrittenRunbook }) => {
  const graph = useMemo(() => graphOf(runbook.steps, [], false), [runbook]);
  const { query } = place.value;
  const step = runbook.steps.find((one) => one.name === query.get('step'));
  const link = (chosen: string) =>
    withQuery(to('runbooks', name), { version: query.get('version') ?? undefined, step: chosen });
  return (
    <section class="card" aria-labelledby="graph-title">
      <h2 id="graph-title" class="card-title">
        Graph
      </h2>
      {step && (
        <div class="step-note">
          <strong>{step.name}</strong> <span class="faint">{step.action}</span>
          {step.description && <p>{step.description}</p>}
        </div>
      )}
      <GraphView graph={graph} selected={step?.name ?? ''} link={link} isPlan />
    </section>
  );
};

const Text = ({ name, content, version }: { name: string; content: string; version: string }) => {
  const against = place.value.query.get('against');
  return (
    <section class="card" aria-labelledby="text-title">
      <h2 id="text-title" class="card-title">
        {against ? `What changed from version ${against} to ${version}` : 'Text'}
      </h2>
      {against ? (
        <Diff name={name} against={against} content={content} />
      ) : (
        <Code text={content} label={`Text of ${name}, version ${version}`} />
      )}
    </section>
  );
};

const Parameters = ({ parameters }: { parameters: WrittenParameter[] }) => (
  <section class="card" aria-labelledby="parameters-title">
    <h2 id="parameters-title" class="card-title">
      Parameters
    </h2>
    {parameters.length === 0 && <p class="faint">It takes none.</p>}
    <dl class="values">
      {parameters.map((parameter) => (
        <div key={parameter.name}>
          <dt>
            {parameter.name} <span class="faint">{parameter.type}</span>
            {parameter.default === undefined && <span class="tag">required</span>}
          </dt>
          <dd>
            {parameter.description}
            <span class="hint">
              {[choicesText(parameter), defaultText(parameter), rulesOf(parameter)].filter(Boolean).join(' · ')}
            </span>
          </dd>
        </div>
      ))}
    </dl>
  </section>
);

const choicesText = (parameter: WrittenParameter): string =>
  optionsOf(parameter).length > 0 ? `one of ${optionsOf(parameter).join(', ')}` : '';

const defaultText = (parameter: WrittenParameter): string => {
  const text = firstText(parameter, undefined).replaceAll('\n', ', ');
  return parameter.default === undefined
    ? ''
    : `default ${text.length > 60 ? `${text.slice(0, 59)}…` : text || '(empty)'}`;
};

interface VersionsParts {
  name: string;
  versions: DocumentVersionInfo[];
  shown: string;
}

const Versions = ({ name, versions, shown }: VersionsParts) => (
  <section class="card" aria-labelledby="versions-title">
    <h2 id="versions-title" class="card-title">
      Versions
    </h2>
    <ol class="versions">
      {versions.map(({ DocumentVersion: version = '', VersionName, CreatedDate, IsDefaultVersion }) => (
        <li key={version}>
          <a
            href={withQuery(to('runbooks', name), { version })}
            data-adjusts=""
            aria-current={version === shown ? 'true' : undefined}
          >
            Version {version}
          </a>
          {IsDefaultVersion && <span class="tag">default</span>}
          <span class="faint">
            {VersionName ? `${VersionName} · ` : ''}
            <Ago at={CreatedDate} />
          </span>
          {version !== shown && (
            <a
              class="push"
              href={withQuery(to('runbooks', name), { version: shown, against: version })}
              data-adjusts=""
              aria-label={`Compare version ${shown} with version ${version}`}
            >
              Compare
            </a>
          )}
        </li>
      ))}
    </ol>
  </section>
);
