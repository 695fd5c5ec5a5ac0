import { Chips } from '../../parts/chips.tsx';
import { Empty, Problem, Waiting } from '../../parts/notice.tsx';
import { Page } from '../../parts/page.tsx';
import { Status } from '../../parts/status.tsx';
import { Code, pretty } from '../../parts/value.tsx';
import { adjust, place, to, withQuery } from '../../router.ts';
import { settings } from '../../settings.ts';
import { useLoaded } from '../../use-loaded.ts';
import type { ViewOf } from '../../view.tsx';
import { Nowhere } from '../../view.tsx';
import { DeadLetters } from './dead-letters.tsx';
import { loadRules, type ShownRule } from './load-events.ts';
import { Started } from './started.tsx';

/** `/events`: the rules, and what each starts; `/events?show=dead-letters`: what they could not start. */
export const Events: ViewOf = ({ path }) => {
  if (path.length > 0) return <Nowhere />;
  return <Page title="Events">{settings.events ? <Tabs /> : <Elsewhere />}</Page>;
};

const Elsewhere = () => (
  <Empty icon="event" title="Rules are EventBridge’s here">
    <p>
      In an account rules are kept by EventBridge itself, and what they could not start stands in a queue of the
      deployment.
    </p>
    <p>What they start appears among the runs.</p>
  </Empty>
);

const shown = [
  { name: 'Rules', key: '' },
  { name: 'Dead letters', key: 'dead-letters' },
];

const Tabs = () => {
  const asked = place.value.query.get('show') ?? '';
  return (
    <>
      <div class="toolbar">
        <Chips
          label="Show"
          choices={shown}
          chosen={asked}
          choose={(show) => adjust(withQuery(to('events'), { show }))}
        />
      </div>
      {asked === 'dead-letters' ? <DeadLetters /> : <Rules />}
    </>
  );
};

const Rules = () => {
  const { value, problem, reload } = useLoaded({
    key: 'rules',
    load: loadRules,
    concerns: ({ topic }) => topic === 'events',
    every: 15_000,
  });
  if (!value) return problem ? <Problem text={problem} retry={reload} /> : <Waiting lines={6} />;
  if (value.length === 0)
    return (
      <Empty icon="event" title="No rules yet">
        <p>A rule starts a runbook or a deployment when an event fits, or when its time has come.</p>
        <code class="command">aws events put-rule --name nightly --schedule-expression 'cron(0 3 * * ? *)'</code>
      </Empty>
    );
  return (
    <div class="machines">
      {problem && <Problem text={problem} retry={reload} />}
      {value.map((rule) => (
        <RuleCard key={rule.Arn} rule={rule} />
      ))}
    </div>
  );
};

const RuleCard = ({ rule }: { rule: ShownRule }) => (
  <section class="card" aria-label={`Rule ${rule.Name}`}>
    <div class="step-head">
      <h2>{rule.Name}</h2>
      <Status value={rule.State} />
    </div>
    <p class="faint">
      {rule.ScheduleExpression ? `By the clock: ${rule.ScheduleExpression}` : 'When an event fits'} · bus{' '}
      {rule.EventBusName}
    </p>
    {rule.Description && <p>{rule.Description}</p>}
    {rule.EventPattern && <Code text={pretty(rule.EventPattern)} label={`Pattern of ${rule.Name}`} />}
    <h3>Starts</h3>
    {rule.targets.length === 0 && <p class="faint">Nothing: it has no targets.</p>}
    <ul class="resources">
      {rule.targets.map(({ Id, Arn = '', Input, InputTransformer }) => (
        <li key={Id}>
          <Started arn={Arn} />
          {Input && <Code text={pretty(Input)} label={`Input of target ${Id}`} />}
          {InputTransformer?.InputTemplate && (
            <Code text={InputTransformer.InputTemplate} label={`Input of target ${Id}`} />
          )}
        </li>
      ))}
    </ul>
  </section>
);
