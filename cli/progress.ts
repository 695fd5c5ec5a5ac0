import { type Execution, isOver, type Step } from './execution.ts';

/** Colours a text; the terminal's business, so plain output passes it through. */
export type Paint = (colour: 'green' | 'red' | 'yellow' | 'dim' | 'bold', text: string) => string;

/** How lines look: `starts` also tells when a step begins, for output that nothing rewrites. */
export interface Look {
  paint: Paint;
  starts: boolean;
}

const colours: Record<string, 'green' | 'red' | 'yellow'> = { Success: 'green', Failed: 'red', TimedOut: 'red' };

/** One line for each step that went on since `before`, in the order of the steps. */
export function changes(before: Execution | undefined, now: Execution, look: Look): string[] {
  const known = new Map(before?.StepExecutions?.map((step) => [step.StepExecutionId, step.StepStatus]));
  const width = widthOf(now);
  return (now.StepExecutions ?? [])
    .filter((step) => step.StepStatus !== (known.get(step.StepExecutionId) ?? 'Pending'))
    .filter(({ StepStatus: status }) => look.starts || isOver(status) || status === 'Waiting')
    .flatMap((step) => linesOf(step, width, look));
}

function linesOf(step: Step, width: number, { paint }: Look): string[] {
  const status = step.StepStatus ?? '';
  const took = isOver(step.StepStatus) ? paint('dim', `  ${duration(secondsOf(step))}`) : '';
  const line = `${columns(step, width)}${paint(colours[status] ?? 'yellow', status)}${took}`;
  const failure = step.FailureMessage;
  return failure
    ? [
        line,
        ...failure
          .trimEnd()
          .split('\n')
          .map((text) => `    ${text}`),
      ]
    : [line];
}

const columns = (step: Step, width: number) => `${labelOf(step).padEnd(width)}  ${(step.Action ?? '').padEnd(20)}  `;

const widthOf = ({ StepExecutions: steps = [] }: Execution) =>
  Math.max(0, ...steps.map((step) => labelOf(step).length));

/** A step's name; inside a loop with the loop's and the round. */
function labelOf({ StepName: name = '', ParentStepDetails: parent }: Step): string {
  return parent ? `${parent.StepName}[${parent.Iteration}].${name}` : name;
}

const secondsOf = (
  { ExecutionStartTime: start, ExecutionEndTime: end }: Pick<Step, 'ExecutionStartTime' | 'ExecutionEndTime'>,
  now = 0,
) => (start === undefined ? 0 : Math.max(0, (end ?? now) - start));

/** How long an execution or a step took, where it is over. */
export const durationOf = (run: Pick<Step, 'ExecutionStartTime' | 'ExecutionEndTime'>): string =>
  run.ExecutionEndTime === undefined ? '' : duration(secondsOf(run));

/** Seconds as people say them: `0.4 s`, `3 min 20 s`, `2 h 5 min`, `6 d 23 h`. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/** The line that moves while the execution runs: what is going on, and for how long; `now` in epoch milliseconds. */
export function liveLine(execution: Execution, now: number): string {
  const step = execution.StepExecutions?.findLast(({ StepStatus: status }) => status !== 'Pending' && !isOver(status));
  const frame = frames[Math.floor(now / 100) % frames.length] ?? '';
  const subject = step ?? execution;
  const label = step ? columns(step, widthOf(execution)) : '';
  const status = step?.StepStatus ?? execution.AutomationExecutionStatus ?? '';
  return `${frame} ${label}${status}  ${duration(secondsOf(subject, now / 1000))}`;
}

/** What the service puts where a step that gives an output was never reached. */
const noOutput = 'No output available yet because the step is not successfully executed';

/** The last lines: how it ended and after how long, why it failed unless a step has said so, and its outputs. */
export function ending(execution: Execution, { paint }: Look): string[] {
  const { AutomationExecutionStatus: status = '', FailureMessage: failure, Outputs: outputs = {} } = execution;
  const told = execution.StepExecutions?.some(({ FailureMessage: message }) => message === failure);
  return [
    `${paint(colours[status] ?? 'yellow', status)} after ${duration(secondsOf(execution))}`,
    ...(failure && !told ? [failure] : []),
    ...Object.entries(outputs).flatMap(([name, values]) =>
      values.filter((value) => value !== noOutput).map((value) => `${paint('bold', name)} = ${value}`),
    ),
  ];
}
