import type { Ports } from '../../ports/ports.ts';
import type { Write } from '../../ports/store.ts';
import { dueItem, dueKey, type DueRecord } from '../schedule/due.ts';
import { ruleArn, ruleItem, ruleKey, type RuleRecord, type StoredRule } from './record.ts';

type Needs = Pick<Ports, 'store' | 'clock'>;

/** Writes a rule in place of what was, and when it is due next: anew where its schedule or its state changed. */
export async function keepRule(
  record: RuleRecord,
  before: StoredRule | undefined,
  { store, clock }: Needs,
): Promise<void> {
  const writes: Write[] = [{ put: ruleItem(record), expect: before?.version ?? 0 }];
  const former = before?.value;
  const isSame = former?.scheduleExpression === record.scheduleExpression && former?.state === record.state;
  if (!isSame) writes.push(...(await dueWrites(record, { store, clock })));
  await store.write(writes);
}

/** Removes a rule with all that belongs to it. */
export async function removeRule({ value, version }: StoredRule, { store }: Pick<Needs, 'store'>): Promise<void> {
  const due = await store.get<DueRecord>(dueKey(ruleArn(value)));
  await store.write([
    { remove: ruleKey(value), expect: version },
    ...(due ? [{ remove: dueKey(ruleArn(value)), expect: due.version }] : []),
  ]);
}

async function dueWrites(record: RuleRecord, { store, clock }: Needs): Promise<Write[]> {
  const item = dueItem(record, clock.now());
  const before = await store.get<DueRecord>(dueKey(ruleArn(record)));
  if (item) return [{ put: item, expect: before?.version ?? 0 }];
  return before ? [{ remove: dueKey(ruleArn(record)), expect: before.version }] : [];
}
