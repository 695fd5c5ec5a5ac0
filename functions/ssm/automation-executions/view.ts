import type { AutomationExecution, AutomationExecutionMetadata, StepExecution } from '@aws-sdk/client-ssm';
import type { Json, JsonObject } from '../../ports/json.ts';
import type { Fallback, Step } from '../documents/runbook.ts';
import { inputText, outputValues } from '../expressions/outputs.ts';
import { variableTexts } from '../expressions/variables.ts';
import { automationType, targeting } from '../rate-control/view.ts';
import { outputsOf } from '../steps/approve.ts';
import { shownStatus } from '../change-requests/record.ts';
import { changeView } from '../change-requests/view.ts';
import { stepsOf, validNextSteps } from './decide.ts';
import { alarmView } from './alarm.ts';
import { newestOpen } from './in-flight.ts';
import type { ExecutionRecord, StepRecord } from './record.ts';
import { isFinished, stepExecutionId } from './record.ts';
import type { Run } from './run.ts';

/** What GetAutomationExecution and DescribeAutomationExecutions both tell of an execution. */
function summary(record: ExecutionRecord) {
  return {
    AutomationExecutionId: record.id,
    DocumentName: record.documentName,
    DocumentVersion: record.documentVersion,
    AutomationExecutionStatus: shownStatus(record),
    ExecutionStartTime: new Date(record.startTime),
    ...(record.endTime !== undefined && { ExecutionEndTime: new Date(record.endTime) }),
    ExecutedBy: record.executedBy,
    Mode: record.mode ?? ('Auto' as const),
    Outputs: record.outputs ?? {},
    Targets: [],
    ResolvedTargets: { ParameterValues: [], Truncated: false },
    ...(record.failureMessage !== undefined && { FailureMessage: record.failureMessage }),
    ...alarmView(record),
    ...changeView(record),
    ...(record.parent && { ParentAutomationExecutionId: record.parent.executionId }),
    ...targeting(record),
  };
}

const currentStep = (step: StepRecord | undefined) =>
  step && !isFinished(step) ? { CurrentStepName: step.name, CurrentAction: step.action } : {};

/** One row of DescribeAutomationExecutions. */
export const executionMetadata = (record: ExecutionRecord, lastStep?: StepRecord): AutomationExecutionMetadata => ({
  ...summary(record),
  LogFile: '',
  AutomationType: automationType(record),
  ...currentStep(lastStep),
});

/** The most steps GetAutomationExecution shows; DescribeAutomationStepExecutions shows them all. */
const mostSteps = 100;

/** The answer of GetAutomationExecution. */
export function executionView(run: Run): AutomationExecution {
  const record = run.execution.value;
  const steps = stepViews(run);
  const variables = variableTexts(run.known.variables);
  return {
    ...summary(record),
    Parameters: record.parameters,
    StepExecutions: steps.slice(0, mostSteps),
    StepExecutionsTruncated: steps.length > mostSteps,
    ...(isFinished(record) ? {} : currentStep(newestOpen(run.known.records))),
    ...(Object.keys(variables).length && { Variables: variables }),
  };
}

/** All steps: those that started, in their order, then those of the runbook that were not reached. */
export function stepViews(run: Run): StepExecution[] {
  const { records } = run.known;
  const started = records.map((record) => {
    const steps = stepsOf(run.runbook, record.parent, records);
    const step = steps.find(({ name }) => name === record.name);
    const next = validNextSteps(steps, record);
    return { ...stepView(record), ...(step && declared(step)), ...(next.length && { ValidNextSteps: next }) };
  });
  const names = new Set(records.filter(({ parent }) => !parent).map(({ name }) => name));
  const rest = run.runbook.mainSteps.filter(({ name }) => !names.has(name));
  return [...started, ...rest.map((step) => pendingView(run.execution.value.id, step))];
}

const pendingView = (executionId: string, step: Step): StepExecution => ({
  StepName: step.name,
  Action: step.action,
  StepStatus: 'Pending',
  StepExecutionId: stepExecutionId(executionId, step.name),
  Inputs: {},
  Outputs: {},
  OverriddenParameters: {},
  ...declared(step),
});

function declared(step: Step): Partial<StepExecution> {
  return {
    ...(typeof step.timeoutSeconds === 'number' && { TimeoutSeconds: step.timeoutSeconds }),
    ...(step.onFailure !== 'Abort' && { OnFailure: fallbackText(step.onFailure) }),
    ...(step.maxAttempts !== 1 && { MaxAttempts: step.maxAttempts }),
    ...(step.isEnd && { IsEnd: true }),
    ...(step.nextStep !== undefined && { NextStep: step.nextStep }),
    ...(step.isCritical !== undefined && { IsCritical: step.isCritical }),
  };
}

const fallbackText = (fallback: Fallback) => (typeof fallback === 'object' ? `step:${fallback.step}` : fallback);

function stepView(record: StepRecord): StepExecution {
  const outputs = record.action === 'aws:approve' && !record.outputs ? outputsOf(record) : (record.outputs ?? {});
  return {
    StepName: record.name,
    Action: record.action,
    ...(record.timeoutSeconds !== undefined && { TimeoutSeconds: record.timeoutSeconds }),
    StepStatus: record.status,
    StepExecutionId: record.id,
    ExecutionStartTime: new Date(record.startTime),
    ...(record.endTime !== undefined && { ExecutionEndTime: new Date(record.endTime) }),
    Inputs: mapValues(record.inputs, inputText),
    Outputs: mapValues(outputs, outputValues),
    OverriddenParameters: record.overriddenParameters ?? {},
    ...(record.failureMessage !== undefined && { FailureMessage: record.failureMessage }),
    ...(record.failure && { FailureDetails: { FailureStage: record.failure.stage, FailureType: record.failure.type } }),
    ...(record.parent && { ParentStepDetails: parentDetails(record.parent) }),
  };
}

const mapValues = <Value>(values: JsonObject, make: (value: Json) => Value): Record<string, Value> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, make(value)]));

const parentDetails = ({ id, name, iteration, iteratorValue }: NonNullable<StepRecord['parent']>) => ({
  StepExecutionId: id,
  StepName: name,
  Action: 'aws:loop',
  Iteration: iteration,
  ...(iteratorValue !== undefined && { IteratorValue: outputValues(iteratorValue).join(',') }),
});
