import type { DeploymentSummary } from '@aws-sdk/client-proton';
import { useRef } from 'preact/hooks';
import { FileDiffs } from '../../parts/file-diffs.tsx';
import { More } from '../../parts/more.tsx';
import { Problem, Waiting } from '../../parts/notice.tsx';
import { Status } from '../../parts/status.tsx';
import { TextDiff } from '../../parts/text-diff.tsx';
import { Ago, Took } from '../../parts/time.tsx';
import { Code } from '../../parts/value.tsx';
import { place, withQuery } from '../../router.ts';
import { useLoaded } from '../../use-loaded.ts';
import { shortId } from '../../words.ts';
import { type Deployments as Loaded, loadChange, loadDeployments, loadRendered } from './load-deployments.ts';
import { addressOf, type Named } from './named.ts';

const page = 20;

/** The deployments of one thing, and what the one that is looked at changed: `?deployment=ID`. */
export const Deployments = ({ named }: { named: Named }) => {
  const wanted = useRef(page);
  const { value, problem, reload } = useLoaded({
    key: addressOf(named),
    load: () => loadDeployments(named, wanted.current),
    concerns: ({ topic }) => topic === 'proton',
    every: 4000,
  });
  if (!value) return problem ? <Problem text={problem} retry={reload} /> : <Waiting lines={6} />;
  const asked = place.value.query.get('deployment');
  const shown = value.deployments.find(({ id }) => id === asked) ?? value.deployments[0];
  const more = () => {
    wanted.current += page;
    reload();
  };
  return (
    <>
      {problem && <Problem text={problem} retry={reload} />}
      <List named={named} loaded={value} shown={shown?.id ?? ''} more={more} />
      {shown && <Change key={shown.id} deployment={shown} />}
      {shown && <Rendered key={`rendered ${shown.id}`} shown={shown} before={beforeOf(value.deployments, shown)} />}
    </>
  );
};

interface ListParts {
  named: Named;
  loaded: Loaded;
  shown: string;
  more: () => void;
}

const List = ({ named, loaded: { deployments, hasMore }, shown, more }: ListParts) => (
  <section class="card" aria-labelledby="deployments-title">
    <h2 id="deployments-title" class="card-title">
      Deployments
    </h2>
    {deployments.length === 0 && <p class="faint">None.</p>}
    <ol class="steps">
      {deployments.map(({ id = '', createdAt, completedAt, deploymentStatus }) => (
        <li key={id} class="step-line is-deployment">
          <a
            class="row-link"
            href={withQuery(addressOf(named), { deployment: id })}
            data-adjusts=""
            aria-current={id === shown ? 'true' : undefined}
          >
            {shortId(id)}
          </a>
          <span class="faint">
            <Ago at={createdAt} />
          </span>
          <Took from={createdAt} to={completedAt} />
          <Status value={deploymentStatus} />
        </li>
      ))}
    </ol>
    {hasMore && <More key={deployments.length} more={more} />}
  </section>
);

const Change = ({ deployment: { id = '', deploymentStatus } }: { deployment: DeploymentSummary }) => {
  const { value, problem, reload } = useLoaded({ key: `${id}${deploymentStatus}`, load: () => loadChange(id) });
  return (
    <section class="card" aria-labelledby="change-title">
      <h2 id="change-title" class="card-title">
        What deployment {shortId(id)} changed
      </h2>
      {!value && (problem ? <Problem text={problem} retry={reload} /> : <Waiting />)}
      {value?.message && <p class="faint">{value.message}</p>}
      {value && <Changed {...value} />}
    </section>
  );
};

const Changed = ({ before, after }: { before: string; after: string }) => {
  if (before === '' && after !== '')
    return (
      <>
        <p class="faint">It was the first: nothing was there before it.</p>
        <Code text={after} label="What was deployed" />
      </>
    );
  if (before === after) return <p class="faint">The same template and the same spec were deployed again.</p>;
  return <TextDiff before={before} after={after} label="Changed lines of the spec" />;
};

/** The deployment that succeeded before this one. */
const beforeOf = (deployments: DeploymentSummary[], shown: DeploymentSummary): string | undefined =>
  deployments.slice(deployments.indexOf(shown) + 1).find(({ deploymentStatus }) => deploymentStatus === 'SUCCEEDED')
    ?.id;

const Rendered = ({
  shown: { id = '', deploymentStatus },
  before,
}: {
  shown: DeploymentSummary;
  before: string | undefined;
}) => {
  const { value, problem, reload } = useLoaded({
    key: `${id} ${before ?? ''} ${deploymentStatus}`,
    load: () => loadRendered(id, before),
  });
  return (
    <section class="card" aria-labelledby="rendered-title">
      <h2 id="rendered-title" class="card-title">
        {before ? 'What changed in the rendered template' : 'Rendered template'}
      </h2>
      {!value && (problem ? <Problem text={problem} retry={reload} /> : <Waiting />)}
      {value?.length === 0 && <p class="faint">Nothing was rendered.</p>}
      {value && <FileDiffs files={value} />}
    </section>
  );
};
