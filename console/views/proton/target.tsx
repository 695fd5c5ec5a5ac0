import { Confirmed } from '../../parts/confirmed.tsx';
import { Fact } from '../../parts/fact.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Problem, Waiting } from '../../parts/notice.tsx';
import { Page } from '../../parts/page.tsx';
import { Status } from '../../parts/status.tsx';
import { toast } from '../../parts/toast.tsx';
import { Code, Values } from '../../parts/value.tsx';
import { to, withQuery } from '../../router.ts';
import { useLoaded } from '../../use-loaded.ts';
import { Deployments } from './deployments.tsx';
import { cancelDeployment, loadTarget, type LoadedTarget } from './load-target.ts';
import { addressOf, kindText, type Named, titleOf } from './named.ts';
import { type Behind, behindText, namesOf } from './versions.ts';

/** One thing that is deployed: its spec, what came out of it, and its deployments with what each changed. */
export const Target = ({ named }: { named: Named }) => {
  const { value, problem, reload } = useLoaded({
    key: addressOf(named),
    load: () => loadTarget(named),
    concerns: ({ topic }) => topic === 'proton',
    every: 4000,
  });
  return (
    <Page
      title={titleOf(named)}
      crumbs={[{ name: 'Proton', to: to('proton') }]}
      aside={value && <Status value={value.status} />}
      actions={value && <Actions named={named} target={value} reload={reload} />}
    >
      {problem && <Problem text={problem} retry={reload} />}
      {!value && !problem && <Waiting lines={8} />}
      {value && <Body named={named} target={value} />}
    </Page>
  );
};

interface Parts {
  named: Named;
  target: LoadedTarget;
}

const Body = ({ named, target }: Parts) => (
  <>
    <Facts named={named} target={target} />
    {target.status.includes('FAILED') && target.message && <Problem text={target.message} />}
    <div class="run">
      <div class="run-left">
        <Deployments named={named} />
      </div>
      <div class="run-right">
        <Results target={target} />
      </div>
    </div>
  </>
);

const Actions = ({ named, target, reload }: Parts & { reload: () => void }) => (
  <>
    {target.status === 'IN_PROGRESS' && <Cancel named={named} done={reload} />}
    {named.kind !== 'component' && (
      <a class="button is-primary" href={addressOf(named, 'plan')}>
        <Icon name="up" />
        Plan an update
      </a>
    )}
  </>
);

const Cancel = ({ named, done }: { named: Named; done: () => void }) => (
  <Confirmed
    button={
      <>
        <Icon name="stop" />
        Cancel
      </>
    }
    look="is-danger-quiet"
    title={`Cancel the deployment of ${titleOf(named)}?`}
    confirm="Cancel the deployment"
    isDangerous
    act={() => cancelDeployment(named)}
    done={() => {
      toast('The deployment is being cancelled');
      done();
    }}
  >
    <p>What it has made by now stays. A provisioner that cannot be stopped finishes first.</p>
  </Confirmed>
);

const Facts = ({ named, target: { template, version, behind, environment, attachedTo } }: Parts) => (
  <dl class="facts">
    <Fact name="What">{kindText[named.kind]}</Fact>
    {template && (
      <Fact name="Template">
        {template} {version}
      </Fact>
    )}
    {behind && <Newer named={named} behind={behind} />}
    {environment && (
      <Fact name="Environment">
        <a href={addressOf({ kind: 'environment', environment })}>{environment}</a>
      </Fact>
    )}
    {attachedTo && (
      <Fact name="Attached to">
        <a href={addressOf({ kind: 'instance', ...attachedTo })}>{titleOf({ kind: 'instance', ...attachedTo })}</a>
      </Fact>
    )}
  </dl>
);

/** The versions between, each with the way to its plan. */
const Newer = ({ named, behind }: { named: Named; behind: Behind }) => (
  <div>
    <dt>{behindText(behind)}</dt>
    <dd class="versions-behind">
      {namesOf(behind).map((name) => (
        <a
          key={name}
          href={withQuery(addressOf(named, 'plan'), { version: name })}
          aria-label={`Plan the update to ${name}`}
        >
          {name}
        </a>
      ))}
    </dd>
  </div>
);

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
    {spec && (
      <section class="card" aria-labelledby="spec-title">
        <h2 id="spec-title" class="card-title">
          Spec
        </h2>
        <Code text={spec} label="Text of the spec" />
      </section>
    )}
  </>
);
