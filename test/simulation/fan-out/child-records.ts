import type { ExecutionRecord, StepRecord } from '../../../functions/ssm/automation-executions/record.ts';
import { concurrencyOf, errorsOf } from '../../../functions/ssm/rate-control/decide.ts';
import type { Control } from '../../../functions/ssm/rate-control/record.ts';
import { executionIds } from '../automation/step-records.ts';
import type { Change, Records, Rule } from '../watch.ts';

const over = new Set(['Success', 'Failed', 'TimedOut', 'Cancelled']);

/** An engine that gave up has no time to wait for what it began: it stops that afterwards. */
export const isGivenUp = ({ failureMessage }: Pick<ExecutionRecord, 'failureMessage'>): boolean =>
  failureMessage?.startsWith('Internal Server Error') ?? false;

export const executionOf = (records: Records, id: string): ExecutionRecord | undefined =>
  records.get(`automation-execution#${id} execution`) as ExecutionRecord | undefined;

/** The executions below one, of all its steps and targets. */
export const childrenOf = (records: Records, id: string): ExecutionRecord[] =>
  executionIds(records).flatMap((one) => {
    const record = executionOf(records, one);
    return record?.parent?.executionId === id ? [record] : [];
  });

/** What must never happen to an execution, those below it and those above it. */
export const childRecords: Rule = {
  of: /^automation-execution#\S+ execution$/,
  faults: ({ last, next }: Change, records) => {
    const [before, after] = [last, next] as (ExecutionRecord | undefined)[];
    if (!after) return [];
    if (!before) return beginFaults(after, records);
    if (over.has(before.status) || !over.has(after.status)) return [];
    return [...endFaults(after, records), ...lateFaults(after, records)];
  },
};

/** No more run at once than MaxConcurrency says, and none begins once its parent is over. */
function beginFaults(child: ExecutionRecord, records: Records): string[] {
  const parent = executionOf(records, child.parent?.executionId ?? '');
  if (!parent) return [];
  const faults = over.has(parent.status) && !isGivenUp(parent) ? [`it began, and ${parent.id} is over`] : [];
  if (!parent.rateControl) return faults;
  const { maxConcurrency, total } = parent.rateControl;
  const running = childrenOf(records, parent.id).filter(({ status }) => !over.has(status)).length + 1;
  const most = concurrencyOf(maxConcurrency, total);
  return running > most ? [...faults, `${running} run at once, and MaxConcurrency is ${maxConcurrency}`] : faults;
}

/** What runs for targets is over before the whole is. */
function endFaults(parent: ExecutionRecord, records: Records): string[] {
  if (!parent.rateControl || isGivenUp(parent)) return [];
  const running = childrenOf(records, parent.id).filter(({ status }) => !over.has(status));
  return running.map(({ id }) => `it ended as ${parent.status}, and ${id} still runs`);
}

/** What a step began ends with it, or is stopped: it does not go on as if nothing had happened. */
function lateFaults({ status, parent }: ExecutionRecord, records: Records): string[] {
  const above = executionOf(records, parent?.executionId ?? '');
  if (status !== 'Success' || !parent || !above || isGivenUp(above)) return [];
  const step = [...records]
    .filter(([name]) => name.startsWith(`automation-execution#${above.id} step#`))
    .map(([, record]) => record as StepRecord)
    .find(({ id }) => id === parent.stepId);
  const isLate = over.has(above.status) || (step && over.has(step.status));
  return isLate ? [`it succeeded though ${step?.name ?? above.id} was over`] : [];
}

/** Once more errors were counted than MaxErrors allows, nothing more is dispatched. */
export const controlRecords: Rule = {
  of: /^automation-execution#\S+ rate-control$/,
  faults: ({ partition, last, next }: Change, records) => {
    const [before, after] = [last, next].map((control) => (control as Control | undefined)?.groups[0]);
    const { rateControl } = (records.get(`${partition} execution`) ?? {}) as Partial<ExecutionRecord>;
    if (!before || !after || !rateControl) return [];
    const errors = after.Failed + after.TimedOut + after.Cancelled;
    const isTooLate =
      after.dispatched > before.dispatched && errors > errorsOf(rateControl.maxErrors, rateControl.total);
    return isTooLate ? [`it dispatched more after ${errors} errors, and MaxErrors is ${rateControl.maxErrors}`] : [];
  },
};

/** Targets are only remembered. */
export const targetRecords: Rule = { of: /^automation-execution#\S+ (target#|ended#)/, faults: () => [] };
