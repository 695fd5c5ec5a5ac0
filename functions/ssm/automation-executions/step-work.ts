import type { Ports } from '../../ports/ports.ts';
import type { Step } from '../documents/runbook.ts';
import { stepActions } from '../steps/index.ts';
import type { StepAction, StepContext } from '../steps/step-action.ts';
import { stepsOf } from './decide.ts';
import type { StepRecord } from './record.ts';
import type { Run } from './run.ts';
import { deadlineOf } from './step.ts';

/** The action of a step, or undefined where this server has none of that name; an aws:loop has none either. */
export const actionOf = ({ action }: { action: string }): StepAction | undefined =>
  Object.hasOwn(stepActions, action) ? stepActions[action] : undefined;

/** The step of the runbook that a record is of. */
export function stepOf({ runbook, known }: Run, { parent, name }: StepRecord): Step {
  const step = stepsOf(runbook, parent, known.records).find((candidate) => candidate.name === name);
  if (!step) throw new Error(`The runbook has no step ${name}.`);
  return step;
}

/** What the action of a step sees now. */
export const contextOf = (run: Run, record: StepRecord, ports: Ports): StepContext => ({
  execution: run.execution.value,
  runbook: run.runbook,
  step: stepOf(run, record),
  record,
  ports,
  now: ports.clock.now(),
  deadline: deadlineOf(record),
});

/** Stops what a step started outside: its script, its child execution, its command. What is over already changes nothing. */
export const cancelWork = async (run: Run, record: StepRecord, ports: Ports): Promise<void> =>
  actionOf(record)?.cancel?.(contextOf(run, record, ports));
