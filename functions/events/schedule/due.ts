import type { Item, Key } from '../../ports/store.ts';
import { isEnabled, ruleArn, type RuleRecord } from '../rules/record.ts';
import { scheduleOf } from './schedule.ts';

/** When a rule with a schedule is due next, in epoch milliseconds. */
export interface DueRecord {
  due: number;
}

/** All that are due some day, by rule ARN. */
export const duePartition = 'event-schedules';

export const dueKey = (arn: string): Key => ({ partition: duePartition, sort: arn });

/** The record of when a rule is due next after a moment; undefined where it never is. */
export function dueItem(rule: RuleRecord, after: number): Item<DueRecord> | undefined {
  if (rule.scheduleExpression === undefined || !isEnabled(rule)) return undefined;
  const due = scheduleOf(rule.scheduleExpression, rule.start)?.(after);
  return due === undefined ? undefined : { ...dueKey(ruleArn(rule)), value: { due } };
}
