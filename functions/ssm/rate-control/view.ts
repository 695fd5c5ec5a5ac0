import type { AutomationExecution, AutomationExecutionMetadata, StepExecution } from '@aws-sdk/client-ssm';
import type { Store } from '../../ports/store.ts';
import { type ExecutionRecord, partitionOf } from '../automation-executions/record.ts';
import { progressOf } from './decide.ts';
import {
  getControl,
  type PlannedTarget,
  plannedTargets,
  type RateControl,
  targetKey,
  type TargetRecord,
  targetStepId,
} from './record.ts';

const defaults = { MaxConcurrency: '10', MaxErrors: '0' };

/** What an execution tells of its targets, and one of a target of which. */
export function targeting({ rateControl, target }: ExecutionRecord): Partial<AutomationExecutionMetadata> {
  if (!rateControl) return target ? { Target: target.name } : {};
  const { parameterName, targets, maps, maxConcurrency, maxErrors, resolved, total, locations, locationsUrl } =
    rateControl;
  return {
    ...(parameterName !== undefined && { TargetParameterName: parameterName }),
    ...(targets && { Targets: targets }),
    ...(maps && { TargetMaps: maps }),
    MaxConcurrency: maxConcurrency ?? defaults.MaxConcurrency,
    MaxErrors: maxErrors ?? defaults.MaxErrors,
    ResolvedTargets: { ParameterValues: resolved, Truncated: !locations && total > resolved.length },
    ...(locationsUrl !== undefined && { TargetLocationsURL: locationsUrl }),
  };
}

/** Whether an execution runs elsewhere. */
export const automationType = ({ rateControl }: ExecutionRecord): 'CrossAccount' | 'Local' =>
  rateControl?.locations ? 'CrossAccount' : 'Local';

/** The part of GetAutomationExecution that is about the targets: each is a step. */
export async function targetsView(record: ExecutionRecord, store: Store): Promise<Partial<AutomationExecution>> {
  const { rateControl } = record;
  if (!rateControl) return {};
  const [control, StepExecutions] = await Promise.all([
    getControl(store, record.id),
    targetSteps(record, { from: 1, to: Math.min(mostShown, rateControl.total) }, store),
  ]);
  const { total, Success, Failed, TimedOut, Cancelled } = progressOf(control?.value.groups ?? []);
  return {
    StepExecutions,
    StepExecutionsTruncated: rateControl.total > mostShown,
    ...(rateControl.locations && rateControl.locationsUrl === undefined && { TargetLocations: rateControl.locations }),
    ProgressCounters: {
      TotalSteps: total,
      SuccessSteps: Success,
      FailedSteps: Failed,
      TimedOutSteps: TimedOut,
      CancelledSteps: Cancelled,
    },
  };
}

const mostShown = 100;

/** The targets of a range of sequence numbers, both ends included, as steps in their order. */
export async function targetSteps(
  record: ExecutionRecord,
  { from, to }: { from: number; to: number },
  store: Store,
): Promise<StepExecution[]> {
  if (from > to) return [];
  const sequences = Array.from({ length: to - from + 1 }, (_, place) => from + place);
  const bounds = { from: targetKey(record.id, from).sort, to: targetKey(record.id, to).sort };
  const query = { partition: partitionOf(record.id), ...bounds, limit: sequences.length };
  const dispatched = await store.list<TargetRecord>(query);
  const known = new Map(dispatched.items.map(({ value }) => [value.sequence, value]));
  const planned = await plannedTargets(
    store,
    record.id,
    sequences.filter((sequence) => !known.has(sequence)),
  );
  return sequences.flatMap((sequence) => {
    const target = known.get(sequence) ?? planned.get(sequence);
    return target ? [stepOf(record, { sequence, ...target })] : [];
  });
}

type Shown = PlannedTarget & Partial<TargetRecord> & { sequence: number };

function stepOf({ id, rateControl }: ExecutionRecord, target: Shown): StepExecution {
  const { startTime, endTime, failureMessage, executionId } = target;
  const location = locationOf(rateControl, target);
  return {
    StepName: target.name,
    Action: 'aws:executeAutomation',
    StepStatus: target.status ?? 'Pending',
    StepExecutionId: targetStepId(id, target.sequence),
    ...(startTime !== undefined && { ExecutionStartTime: new Date(startTime) }),
    ...(endTime !== undefined && { ExecutionEndTime: new Date(endTime) }),
    Inputs: Object.fromEntries(Object.entries(target.inputs).map(([name, texts]) => [name, inputText(texts)])),
    Outputs: executionId === undefined ? {} : { ExecutionId: [executionId] },
    OverriddenParameters: {},
    ...(failureMessage !== undefined && { FailureMessage: failureMessage }),
    ...(location && { TargetLocation: location }),
  };
}

/** One value as it is, several as JSON. */
const inputText = (texts: string[]): string => (texts.length === 1 ? (texts[0] ?? '') : JSON.stringify(texts));

function locationOf(rateControl: RateControl | undefined, { place }: Shown) {
  const location = place && rateControl?.locations?.[place.location];
  if (!location) return undefined;
  const { ExcludeAccounts: _, ...rest } = location;
  return { ...rest, Accounts: [place.account], Regions: [place.region] };
}
