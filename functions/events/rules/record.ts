import type { RuleState, Target } from '@aws-sdk/client-eventbridge';
import type { Caller } from '../../api/action.ts';
import type { Item, Key, Store, Stored } from '../../ports/store.ts';
import type { Place } from '../event-buses/bus.ts';
import { ruleNotFound } from '../errors.ts';

/** A target as it was put, and by whom: with that principal's permissions it starts what it names. */
export interface RuleTarget {
  target: Target;
  putBy: Owner;
}

/** A principal, not another one that gets its name later. */
export interface Owner {
  name: string;
  accessKeyId: string;
}

/** A rule and its targets as stored; `start` is when a rate begins to count, in epoch milliseconds. */
export interface RuleRecord extends Place {
  name: string;
  bus: string;
  eventPattern?: string;
  scheduleExpression?: string;
  start: number;
  state: RuleState;
  description?: string;
  roleArn?: string;
  createdBy: string;
  tags: Record<string, string>;
  targets: RuleTarget[];
}

export type StoredRule = Stored<RuleRecord>;

/** A rule's name among those of its bus. */
export interface RuleName extends Place {
  bus: string;
  name: string;
}

const rulesPartition = ({ account, region, bus }: Omit<RuleName, 'name'>): string =>
  `event-rules#${account}#${region}#${bus}`;

export const ruleKey = (rule: RuleName): Key => ({ partition: rulesPartition(rule), sort: rule.name });

/** Rules of the default bus have no bus in their ARN. */
export const ruleArn = ({ account, region, bus, name }: RuleName): string =>
  `arn:aws:events:${region}:${account}:rule/${bus === 'default' ? '' : `${bus}/`}${name}`;

/** The rule that an ARN names, or undefined. */
export function ruleNameFrom(arn: string): RuleName | undefined {
  const [, region = '', account = '', bus = 'default', name = ''] =
    /^arn:aws:events:([^:]+):(\d{12}):rule\/(?:([^/]+)\/)?([^/]+)$/.exec(arn) ?? [];
  return name ? { region, account, bus, name } : undefined;
}

/** All rules of all places, for who must know them all. */
export const everyRule = 'event-rules';

/** A rule as it goes into the store. */
export const ruleItem = (record: RuleRecord): Item<RuleRecord> => ({
  ...ruleKey(record),
  value: record,
  indexes: { listing: { partition: everyRule, sort: ruleArn(record) } },
});

/** A rule that is there. Throws ResourceNotFoundException. */
export async function getRule(store: Store, rule: RuleName): Promise<StoredRule> {
  const stored = await store.get<RuleRecord>(ruleKey(rule));
  if (!stored) throw ruleNotFound(rule.name, rule.bus);
  return stored;
}

/** All rules of a bus by name; there are 300 at most. */
export async function rulesOf(store: Store, { account, region }: Caller, bus: string): Promise<RuleRecord[]> {
  const query = { partition: rulesPartition({ account, region, bus }), limit: mostRules };
  return (await store.list<RuleRecord>(query)).items.map(({ value }) => value);
}

/** The quotas of EventBridge: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
export const mostRules = 300;
export const mostTargets = 5;

/** Whether a rule takes part: the third state is of CloudTrail's events, which never come here. */
export const isEnabled = ({ state }: Pick<RuleRecord, 'state'>): boolean => state !== 'DISABLED';
