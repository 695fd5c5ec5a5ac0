import { outputValues } from '../expressions/outputs.ts';
import type { End } from './decide.ts';
import type { ExecutionRecord } from './record.ts';
import { lookUp, type Run } from './run.ts';

const noOutput = 'No output available yet because the step is not successfully executed';

const tooLarge = 'The outputs are too large together; the steps that gave them have them';
const mostCharacters = 100_000;

const isKept = (outputs: object) => JSON.stringify(outputs).length <= mostCharacters;

/** The execution's record when its run is over: outputs, and the message of the step that decided a failure. */
export function endedExecution(
  run: Run,
  { status, message: reason }: Pick<End, 'status' | 'message'>,
  now: number,
): ExecutionRecord {
  const outputs = run.runbook.outputs.map((name) => {
    const value = lookUp(run, name, now);
    return [name, value === undefined ? [noOutput] : outputValues(value)] as const;
  });
  const failed = run.steps.findLast(({ value }) => value.status === status && value.failureMessage !== undefined);
  const message = reason ?? failed?.value.failureMessage;
  const { asked, ...execution } = run.execution.value;
  return {
    ...execution,
    status,
    endTime: now,
    outputs: Object.fromEntries(isKept(outputs) ? outputs : outputs.map(([name]) => [name, [tooLarge]])),
    ...(message !== undefined && { failureMessage: message }),
  };
}
