import { isDeepStrictEqual } from 'node:util';
import type { ExecutionRecord, StepRecord } from '../../../functions/ssm/automation-executions/record.ts';
import type { Change, Records, Rule } from '../watch.ts';

const over = new Set(['Success', 'Failed', 'TimedOut', 'Cancelled']);

/** What must never happen to an execution or a step of one. */
export const stepRecords: Rule = {
  of: /^automation-execution#\S+ (execution$|step#)/,
  faults: ({ partition, last, next }: Change, records) => {
    const [before, after] = [last, next] as (StepRecord | ExecutionRecord | undefined)[];
    if (!after) return ['it is gone'];
    const faults: string[] = [];
    if (before && over.has(before.status) && !isDeepStrictEqual(before, after))
      faults.push(`${before.status} became ${after.status}${after.status === before.status ? ', told otherwise' : ''}`);
    if (!('attempt' in after)) return faults;
    const execution = records.get(`${partition} execution`) as ExecutionRecord | undefined;
    return [...faults, ...stepFaults(before as StepRecord | undefined, after, execution)];
  },
};

/** The ids of the executions on record. */
export const executionIds = (records: Records): string[] =>
  [...records.keys()].flatMap((name) => /^automation-execution#(\S+) execution$/.exec(name)?.[1] ?? []);

function stepFaults(last: StepRecord | undefined, next: StepRecord, execution: ExecutionRecord | undefined): string[] {
  const faults: string[] = [];
  const isEnded = execution && over.has(execution.status);
  if (isEnded && !over.has(next.status)) faults.push(`${next.status} though its execution is ${execution.status}`);
  if (!last) return faults;
  if (next.attempt < last.attempt) faults.push(`attempt ${last.attempt} became ${next.attempt}`);
  if (next.attempt !== last.attempt || over.has(next.status)) return faults;
  const [had, has] = [last.decisions ?? [], next.decisions ?? []];
  if (JSON.stringify(has.slice(0, had.length)) !== JSON.stringify(had)) faults.push('a decision was lost');
  if (has.length > had.length) faults.push(...decisionFaults(last, next, execution));
  if (last.verdict && next.verdict && last.verdict.verdict !== next.verdict.verdict)
    faults.push(`the verdict ${last.verdict.verdict} became ${next.verdict.verdict}`);
  return faults;
}

/** Nothing counts after the verdict, after the step's last moment, or once the execution is being stopped. */
function decisionFaults(last: StepRecord, next: StepRecord, execution: ExecutionRecord | undefined): string[] {
  const faults: string[] = [];
  const time = next.decisions?.at(-1)?.time ?? 0;
  if (last.verdict) faults.push(`a decision came after ${last.verdict.verdict}`);
  if (time >= (last.wakeAt ?? Infinity)) faults.push('a decision came after its time');
  if (execution?.status === 'Cancelling') faults.push('a decision came after the stop');
  return faults;
}
