import type { Rule, Target } from '@aws-sdk/client-eventbridge';
import { Empty, Problem, Waiting } from '../../parts/notice.tsx';
import { Page } from '../../parts/page.tsx';
import { Status } from '../../parts/status.tsx';
import { Code, pretty } from '../../parts/value.tsx';
import { to } from '../../router.ts';
import { settings } from '../../settings.ts';
import { useLoaded } from '../../use-loaded.ts';
import type { ViewOf } from '../../view.tsx';
import { addressOf } from '../proton/named.ts';

interface ShownRule extends Rule {
  targets: Target[];
}

const buses = ['default', 'quaymaster'];

async function load(): Promise<ShownRule[]> {
  const { listRules, listTargetsByRule } = await import('../../clients/eventbridge.ts');
  const { allPages } = await import('../../clients/all-pages.ts');
  const ofBus = async (bus: string): Promise<ShownRule[]> => {
    const page = async (token?: string) => {
      const { Rules, NextToken } = await listRules(bus, token);
      return { Rules, nextToken: NextToken };
    };
    const rules = await allPages(page, ({ Rules }) => Rules);
    return Promise.all(
      rules.map(async (rule) => ({ ...rule, targets: (await listTargetsByRule(bus, rule.Name ?? '')).Targets ?? [] })),
    );
  };
  return (await Promise.all(buses.map(ofBus))).flat();
}

/** `/events`: the rules, and what each starts. */
export const Events: ViewOf = () => <Page title="Events">{settings.events ? <Rules /> : <Elsewhere />}</Page>;

const Elsewhere = () => (
  <Empty icon="event" title="Rules are EventBridge’s here">
    <p>In an account rules are kept by EventBridge itself; what they start appears among the runs.</p>
  </Empty>
);

const Rules = () => {
  const { value, problem, reload } = useLoaded({
    key: 'rules',
    load,
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
      {rule.targets.map(({ Id, Arn = '', Input }) => (
        <li key={Id}>
          <Started arn={Arn} />
          {Input && <Code text={pretty(Input)} label={`Input of target ${Id}`} />}
        </li>
      ))}
    </ul>
  </section>
);

/** What an ARN starts, with the way to it. */
const Started = ({ arn }: { arn: string }) => {
  const runbook = /:automation-definition\/([^:]+)/.exec(arn)?.[1];
  const [, service, instance] = /:service\/([^/]+)\/service-instance\/(.+)$/.exec(arn) ?? [];
  const environment = /:environment\/(.+)$/.exec(arn)?.[1];
  if (runbook) return <a href={to('runbooks', runbook)}>Runbook {runbook}</a>;
  if (service && instance)
    return <a href={addressOf({ kind: 'instance', service, instance })}>{`Deployment of ${service} / ${instance}`}</a>;
  if (environment) return <a href={addressOf({ kind: 'environment', environment })}>Deployment of {environment}</a>;
  return <code>{arn}</code>;
};
