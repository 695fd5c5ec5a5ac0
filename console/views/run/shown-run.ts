import type { AutomationExecution, StepExecution } from '@aws-sdk/client-ssm';
import { type Graph, graphOf } from './graph.ts';
import type { LoadedRun } from './load-run.ts';
import type { WrittenStep } from './runbook.ts';

const finished = new Set([
  'Success',
  'Failed',
  'TimedOut',
  'Cancelled',
  'Exited',
  'Rejected',
  'CompletedWithSuccess',
  'CompletedWithFailure',
]);

/** Whether nothing happens any more in a run or a step of this status. */
export const isOver = (status: string | undefined): boolean => finished.has(status ?? '');

/** The graph of a run. Without the runbook it is the steps one after another. */
export function graphOfRun({ execution, steps, runbook }: LoadedRun): Graph {
  const started = steps.map((step) => ({
    name: step.StepName ?? '',
    status: step.StepStatus ?? '',
    start: step.ExecutionStartTime?.getTime(),
    loop: step.ParentStepDetails?.StepName,
  }));
  return graphOf(runbook?.steps ?? inARow(steps), started, isOver(execution.AutomationExecutionStatus));
}

const inARow = (steps: StepExecution[]): WrittenStep[] =>
  [...new Map(steps.filter((step) => !step.ParentStepDetails).map((step) => [step.StepName, step])).values()].map(
    ({ StepName: name = '', Action: action = '', IsEnd = false, NextStep: nextStep, OnFailure: onFailure }) => ({
      name,
      action,
      inputs: {},
      isEnd: IsEnd,
      ...(nextStep !== undefined && { nextStep }),
      ...(onFailure !== undefined && { onFailure }),
      steps: [],
    }),
  );

/** The step that is shown first: the one that failed, else the one it is at, else the last that ran. */
export function firstShown({ execution, steps }: LoadedRun): StepExecution | undefined {
  const started = steps.filter(({ ExecutionStartTime }) => ExecutionStartTime !== undefined);
  const bad = started.findLast(({ StepStatus }) => StepStatus === 'Failed' || StepStatus === 'TimedOut');
  const open = started.findLast(({ StepStatus }) => !isOver(StepStatus));
  const hasFailed = ['Failed', 'TimedOut'].includes(execution.AutomationExecutionStatus ?? '');
  return (hasFailed ? bad : open) ?? open ?? started.at(-1) ?? steps[0];
}

/** In Interactive mode, while no step runs: the steps that somebody may start. */
export function startable(execution: AutomationExecution, steps: StepExecution[]): string[] {
  if (execution.Mode !== 'Interactive' || isOver(execution.AutomationExecutionStatus)) return [];
  const started = steps.filter(({ ExecutionStartTime, ParentStepDetails }) => ExecutionStartTime && !ParentStepDetails);
  if (started.some(({ StepStatus }) => !isOver(StepStatus))) return [];
  const [first] = steps;
  return started.at(-1)?.ValidNextSteps ?? (started.length === 0 && first?.StepName ? [first.StepName] : []);
}
