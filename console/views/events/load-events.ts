import type { Rule, Target } from '@aws-sdk/client-eventbridge';
import { allPages } from '../../clients/all-pages.ts';
import { mapAtOnce } from '../../clients/at-once.ts';

/** A rule with what it starts. */
export interface ShownRule extends Rule {
  targets: Target[];
}

/** What a rule could not start, and why; `Time` in epoch seconds, `Event` as JSON text. */
export interface DeadLetter {
  Time: number;
  EventId: string;
  RuleArn: string;
  TargetId: string;
  TargetArn: string;
  ErrorCode: string;
  ErrorMessage: string;
  ExhaustedRetryCondition?: string;
  RetryAttempts: number;
  Event: string;
}

const buses = ['default', 'quaymaster'];

/** The rules of all buses. */
export async function loadRules(): Promise<ShownRule[]> {
  const api = await import('../../clients/eventbridge.ts');
  const ofBus = (bus: string) =>
    allPages(
      async (token?: string) => {
        const { Rules, NextToken: nextToken } = await api.listRules(bus, token);
        return { Rules, nextToken };
      },
      ({ Rules }) => Rules,
    );
  const rules = (await Promise.all(buses.map(ofBus))).flat();
  return mapAtOnce(rules, async (rule) => ({ ...rule, targets: await targetsOf(rule) }));
}

async function targetsOf({ EventBusName = '', Name = '' }: Rule): Promise<Target[]> {
  const { listTargetsByRule } = await import('../../clients/eventbridge.ts');
  return allPages(
    async (token?: string) => {
      const { Targets, NextToken: nextToken } = await listTargetsByRule(EventBusName, Name, token);
      return { Targets, nextToken };
    },
    ({ Targets }) => Targets,
  );
}

/** Dead letters, newest first, and whether there are older ones. */
export interface DeadLetters {
  letters: DeadLetter[];
  hasMore: boolean;
}

/** Reads the newest dead letters, as many as are wanted. */
export async function loadDeadLetters(wanted: number): Promise<DeadLetters> {
  const { callOwn } = await import('../../clients/quaymaster.ts');
  const letters: DeadLetter[] = [];
  let NextToken: string | undefined;
  do {
    const input = { MaxResults: 100, ...(NextToken !== undefined && { NextToken }) };
    const page = await callOwn<{ DeadLetters: DeadLetter[]; NextToken?: string }>(
      'QuaymasterEvents.ListDeadLetters',
      input,
    );
    letters.push(...page.DeadLetters);
    ({ NextToken } = page);
  } while (NextToken !== undefined && letters.length < wanted);
  return { letters: letters.slice(0, wanted), hasMore: NextToken !== undefined || letters.length > wanted };
}

/** Sends the event of a dead letter to its target once more. */
export async function redrive({ Time, EventId, RuleArn, TargetId }: DeadLetter): Promise<unknown> {
  const { callOwn } = await import('../../clients/quaymaster.ts');
  return callOwn('QuaymasterEvents.RedriveDeadLetter', { Time, EventId, RuleArn, TargetId });
}
