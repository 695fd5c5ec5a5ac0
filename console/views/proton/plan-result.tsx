import type { Preview, ResourceChange } from '../../../functions/proton/previews/answer.ts';
import { Confirmed } from '../../parts/confirmed.tsx';
import { FileDiffs } from '../../parts/file-diffs.tsx';
import { Icon } from '../../parts/icon.tsx';
import { TextDiff } from '../../parts/text-diff.tsx';
import type { Now, Wanted } from './load-plan.ts';

interface ResultParts {
  title: string;
  now: Now;
  wanted: Wanted;
  plan: Preview;
  /** The form says something else by now. */
  isStale: boolean;
  carryOut: () => Promise<void>;
}

/** What the update would change: resources first, then the texts; and the button that does it. */
export const PlanResult = (parts: ResultParts) => {
  const { now, wanted, plan, isStale } = parts;
  const isNothing = plan.Files.every(({ Before, After }) => Before === After);
  return (
    <section class={`plan-result${isStale ? ' is-stale' : ''}`} aria-label="The plan">
      <div class="card">
        <div class="plan-head">
          <h2>{isNothing ? 'Nothing changes' : 'What would change'}</h2>
          {!isNothing && <Counts resources={plan.Resources} />}
          <Deploy {...parts} isNothing={isNothing} />
        </div>
        {isStale && <p class="faint">This is the plan of what stood in the form before. Plan again.</p>}
        {isNothing ? (
          <p class="faint">What is rendered stays as it is. Deploying makes the same once more.</p>
        ) : (
          <Resources resources={plan.Resources} />
        )}
      </div>
      {wanted.spec !== now.spec && (
        <div class="card">
          <h2 class="card-title">Spec</h2>
          <TextDiff before={now.spec} after={wanted.spec} label="Changed lines of the spec" />
        </div>
      )}
      {!isNothing && (
        <div class="card">
          <h2 class="card-title">Rendered template</h2>
          <FileDiffs files={plan.Files} />
        </div>
      )}
    </section>
  );
};

const looks = {
  Add: { icon: 'plus', tone: 'good', word: 'to add' },
  Modify: { icon: 'change', tone: 'waiting', word: 'to change' },
  Remove: { icon: 'cross', tone: 'bad', word: 'to remove' },
} as const;
const actions = ['Add', 'Modify', 'Remove'] as const;

const Counts = ({ resources }: { resources: ResourceChange[] }) => (
  <p class="plan-counts">
    {actions.map((action) => {
      const count = resources.filter(({ Action }) => Action === action).length;
      const { icon, tone, word } = looks[action];
      return (
        <span key={action} class={`status is-${count > 0 ? tone : 'quiet'}`}>
          <Icon name={icon} size={14} />
          {count} {word}
        </span>
      );
    })}
  </p>
);

const Resources = ({ resources }: { resources: ResourceChange[] }) =>
  resources.length === 0 ? (
    <p class="faint">No resource of a CloudFormation template changes; what does is below.</p>
  ) : (
    <ul class="plan-resources">
      {resources.map(({ Action, LogicalResourceId: name, ResourceType: type, Members }) => (
        <li key={`${Action}${name}`} class={`is-${looks[Action].tone}`}>
          <Icon name={looks[Action].icon} size={16} />
          <span class="unseen">{looks[Action].word}: </span>
          <strong>{name}</strong>
          <span class="faint">{type}</span>
          {Members.length > 0 && <span class="plan-members">{Members.join(', ')}</span>}
        </li>
      ))}
    </ul>
  );

const Deploy = ({ title, now, wanted, plan, isStale, isNothing, carryOut }: ResultParts & { isNothing: boolean }) => {
  const removed = plan.Resources.filter(({ Action }) => Action === 'Remove');
  return (
    <Confirmed
      button={
        <>
          <Icon name="up" />
          Deploy
        </>
      }
      look="is-good"
      isDisabled={isStale}
      title={`Deploy ${title}?`}
      confirm="Yes, deploy"
      isDangerous={removed.length > 0}
      act={carryOut}
    >
      <p>{sentence(now, wanted, isNothing)}</p>
      {!isNothing && <Counts resources={plan.Resources} />}
      {removed.length > 0 && (
        <p class="field-problem">
          Gone for good: {removed.map(({ LogicalResourceId }) => LogicalResourceId).join(', ')}.
        </p>
      )}
    </Confirmed>
  );
};

function sentence(now: Now, { version, spec }: Wanted, isNothing: boolean): string {
  const of =
    version === now.version ? `${now.template} ${version}` : `${now.template} ${version} in place of ${now.version}`;
  const how = spec === now.spec ? 'with the spec that it has' : 'with the edited spec';
  return `${of}, ${how}.${isNothing ? ' Nothing that is rendered changes.' : ''}`;
}
