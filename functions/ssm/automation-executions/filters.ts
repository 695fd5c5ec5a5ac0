import type { AutomationExecutionFilter, StepExecution, StepExecutionFilter } from '@aws-sdk/client-ssm';
import { shownStatus } from '../change-requests/record.ts';
import { invalidFilterKey, invalidFilterValue } from '../errors.ts';
import { automationType } from '../rate-control/view.ts';
import type { Row } from './listing.ts';

/** Whether one value of a filter fits; the values of a filter are alternatives, several filters must all fit. */
type Fits<Subject> = (subject: Subject, value: string) => boolean;

const time = (value: string) => {
  const at = /^\d{4}-\d\d-\d\d/.test(value) ? Date.parse(value) : NaN;
  if (Number.isNaN(at)) throw invalidFilterValue(`${value} is not an ISO 8601 date and time`);
  return at;
};

const executionFilters: Record<string, Fits<Row>> = {
  DocumentNamePrefix: ({ record }, value) => record.documentName.startsWith(value),
  ExecutionStatus: ({ record }, value) => shownStatus(record) === value,
  ExecutionId: ({ record }, value) => record.id === value,
  ParentExecutionId: ({ record }, value) => record.parent?.executionId === value,
  CurrentAction: ({ step }, value) => step?.action === value,
  StartTimeBefore: ({ record }, value) => record.startTime < time(value),
  StartTimeAfter: ({ record }, value) => record.startTime > time(value),
  AutomationType: ({ record }, value) => automationType(record) === value,
  TagKey: ({ record }, value) => (record.tags ?? []).some(({ Key }) => Key === value),
  TargetResourceGroup: ({ record }, value) => resourceGroupsOf(record).includes(value),
  AutomationSubtype: ({ record }, value) => record.change !== undefined && value === 'ChangeRequest',
  OpsItemId: () => false,
};

const resourceGroupsOf = ({ rateControl }: Row['record']): string[] =>
  (rateControl?.targets ?? []).flatMap(({ Key, Values = [] }) => (Key === 'ResourceGroup' ? Values : []));

const stepFilters: Record<string, Fits<StepExecution>> = {
  StepExecutionStatus: ({ StepStatus }, value) => StepStatus === value,
  StepExecutionId: ({ StepExecutionId }, value) => StepExecutionId === value,
  StepName: ({ StepName }, value) => StepName === value,
  Action: ({ Action }, value) => Action === value,
  StartTimeBefore: ({ ExecutionStartTime }, value) => (ExecutionStartTime?.getTime() ?? Infinity) < time(value),
  StartTimeAfter: ({ ExecutionStartTime }, value) => (ExecutionStartTime?.getTime() ?? -Infinity) > time(value),
  ParentStepExecutionId: ({ ParentStepDetails }, value) => ParentStepDetails?.StepExecutionId === value,
  ParentStepIteration: ({ ParentStepDetails }, value) => String(ParentStepDetails?.Iteration) === value,
  ParentStepIteratorValue: ({ ParentStepDetails }, value) => ParentStepDetails?.IteratorValue === value,
};

/** A test of all filters of DescribeAutomationExecutions. Throws InvalidFilterKey, InvalidFilterValue. */
export const executionFilter = (filters: AutomationExecutionFilter[]) => together(executionFilters, filters);

/** A test of all filters of DescribeAutomationStepExecutions. Throws InvalidFilterKey, InvalidFilterValue. */
export const stepFilter = (filters: StepExecutionFilter[]) => together(stepFilters, filters);

function together<Subject>(
  known: Record<string, Fits<Subject>>,
  filters: { Key?: string | undefined; Values?: string[] | undefined }[],
) {
  const tests = filters.map(({ Key = '', Values = [] }) => {
    const fits = Object.hasOwn(known, Key) ? known[Key] : undefined;
    if (!fits) throw invalidFilterKey(Key);
    if (Key.startsWith('StartTime')) Values.forEach(time);
    return (subject: Subject) => Values.some((value) => fits(subject, value));
  });
  return (subject: Subject) => tests.every((test) => test(subject));
}

/** The bounds of start time that the filters set together, in epoch milliseconds; of one filter's values the widest counts. */
export function startTimes(filters: AutomationExecutionFilter[]): { before: number; after: number } {
  const values = (key: string) => filters.filter(({ Key }) => Key === key).map(({ Values = [] }) => Values.map(time));
  return {
    before: Math.min(Infinity, ...values('StartTimeBefore').map((times) => Math.max(...times))),
    after: Math.max(-Infinity, ...values('StartTimeAfter').map((times) => Math.min(...times))),
  };
}
