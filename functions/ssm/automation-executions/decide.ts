import type { Json } from '../../ports/json.ts';
import type { Runbook, Step } from '../documents/runbook.ts';
import { inFlight, newestOpen, newestTurn } from './in-flight.ts';
import type { ParentStep, StepRecord } from './record.ts';
import { isFinished } from './record.ts';

/** How far a run has come: its runbook and the records of the steps it started, in the order they started. */
export interface Progress {
  runbook: Runbook;
  steps: readonly StepRecord[];
  /** Somebody asked to cancel: only onCancel paths go on, and once their time is `over`, nothing does. */
  cancelling?: 'asked' | 'over';
  /** The next turn of an aws:loop after `done` finished ones; undefined where it is over. */
  nextTurn(loop: StepRecord, done: number): Turn | Broken | undefined;
}

/** One turn of an aws:loop, with the value it is made for where the loop has iterators. */
export interface Turn {
  iteration: number;
  iteratorValue?: Json;
}

/** A loop that cannot tell whether it goes on. */
export interface Broken {
  broken: string;
}

/** What a run does next. `close` ends an aws:loop's own step; `cancel` ends a step that was running when a stop came. */
export type Move =
  | {
      move: 'start';
      step: Step;
      parent?: ParentStep;
      isCancelPath?: true;
      overriddenParameters?: Record<string, string[]>;
    }
  | { move: 'continue'; step: Step; record: StepRecord }
  | Close
  | { move: 'cancel'; record: StepRecord; isStopped?: true }
  | End;

/** The run is over; `isAborted` where a failed step ended it, `message` where it was no step's failure. */
export interface End {
  move: 'end';
  status: 'Success' | 'Failed' | 'TimedOut' | 'Cancelled';
  isAborted?: true;
  message?: string;
}

export interface Close {
  move: 'close';
  record: StepRecord;
  status: 'Success' | 'Exited' | 'Failed' | 'TimedOut';
  /** Where an exited loop was left for. */
  next?: string;
  /** Why the loop itself, not one of its steps, failed. */
  message?: string;
}

type Way = { go: string } | 'fall through' | 'stop' | 'abort';

/** The steps an aws:loop repeats. */
export function stepsOf(runbook: Runbook, parent: ParentStep | undefined, steps: readonly StepRecord[]): Step[] {
  if (!parent) return runbook.mainSteps;
  const record = steps[parent.sequence - 1];
  const loop = stepsOf(runbook, record?.parent, steps).find(({ name }) => name === parent.name);
  return loop?.steps ?? [];
}

/** The one decision about flow: next step, failure, cancel, loops and the end of the run (reference: SSM Automation, runbook flow). */
export function nextMove(progress: Progress): Move {
  if (progress.cancelling) return cancelMove(progress);
  const move = moveWithin(progress, undefined, progress.runbook.mainSteps);
  return move.move === 'start' && progress.steps.length >= mostSteps ? endlessMove(progress) : move;
}

// As many as a history of Step Functions has events.
const mostSteps = 25_000;

/** Ends a run whose branches lead back for ever: the loops that are open first, the innermost before the others. */
function endlessMove({ steps }: Progress): Move {
  const message = `The run has started ${mostSteps} steps, more are not allowed`;
  const record = newestOpen(steps);
  if (record) return { move: 'close', record, status: 'Failed', message };
  return { move: 'end', status: 'Failed', isAborted: true, message };
}

function moveWithin(progress: Progress, parent: ParentStep | undefined, steps: Step[]): Move {
  const last = inFlight(progress.steps).find((record) => sameParent(record.parent, parent));
  const step = last && steps.find(({ name }) => name === last.name);
  if (!last || !step) return start(steps[0], parent) ?? endOf(progress);
  if (!isFinished(last)) return step.steps ? loopMove(progress, last, step) : { move: 'continue', step, record: last };
  const way = wayAfter(step, last);
  const target = steps.find(({ name }) => name === targetOf(way, step, steps));
  if (target) return { move: 'start', step: target, ...(parent && { parent }), ...pathOf(last) };
  if (parent) return turnMove(progress, parent, { way, last });
  return { ...endOf(progress), ...(way === 'abort' && { isAborted: true }) };
}

const targetOf = (way: Way, step: Step, steps: Step[]): string | undefined =>
  typeof way === 'object' ? way.go : way === 'fall through' ? steps[steps.indexOf(step) + 1]?.name : undefined;

/** The names of the steps that may follow a step where it stands, among those it is of. */
export function validNextSteps(steps: Step[], record: StepRecord): string[] {
  const step = steps.find(({ name }) => name === record.name);
  const isFollowed = isFinished(record) && (record.status !== 'Cancelled' || record.isStopped);
  const target = step && isFollowed ? targetOf(wayAfter(step, record), step, steps) : undefined;
  return target === undefined ? [] : [target];
}

const start = (step: Step | undefined, parent: ParentStep | undefined): Move | undefined =>
  step && { move: 'start', step, ...(parent && { parent }) };

const pathOf = (record: StepRecord) => (record.isCancelPath ? { isCancelPath: true as const } : {});

const sameParent = (a: ParentStep | undefined, b: ParentStep | undefined) =>
  a?.sequence === b?.sequence && a?.iteration === b?.iteration;

function loopMove(progress: Progress, record: StepRecord, step: Step): Move {
  const parent = newestTurn(progress.steps, record);
  if (parent) return moveWithin(progress, parent, step.steps ?? []);
  return turn(progress, record, 0);
}

function turn(progress: Progress, loop: StepRecord, done: number): Move {
  const next = progress.nextTurn(loop, done);
  if (!next) return { move: 'close', record: loop, status: 'Success' };
  if ('broken' in next) return { move: 'close', record: loop, status: 'Failed', message: next.broken };
  const parent = { sequence: loop.sequence, id: loop.id, name: loop.name, ...next };
  const first = stepsOf(progress.runbook, parent, progress.steps)[0];
  return start(first, parent) ?? { move: 'close', record: loop, status: 'Success' };
}

/** After the last step of a turn: the next turn, or the end of the loop, early where a step failed or led outside. */
function turnMove(progress: Progress, parent: ParentStep, { way, last }: { way: Way; last: StepRecord }): Move {
  const record = progress.steps[parent.sequence - 1];
  if (!record) return endOf(progress);
  if (typeof way === 'object') return { move: 'close', record, status: 'Exited', next: way.go };
  if (way === 'abort') return { move: 'close', record, status: last.status === 'TimedOut' ? 'TimedOut' : 'Failed' };
  return turn(progress, record, parent.iteration);
}

function wayAfter(step: Step, record: StepRecord): Way {
  if (record.isStopped) return { go: record.name };
  if (record.next) return { go: record.next };
  const failed = record.status === 'Failed' || record.status === 'TimedOut';
  // A loop inherits what its failing step's onFailure decided; its own is for a failure of the loop itself.
  if (failed && step.steps && !record.failureMessage) return 'abort';
  if (failed && typeof step.onFailure === 'object') return { go: step.onFailure.step };
  if (failed && step.onFailure === 'Abort') return 'abort';
  if (step.isEnd) return 'stop';
  return step.nextStep ? { go: step.nextStep } : 'fall through';
}

/** Cancels what runs, innermost first, then walks the onCancel path of the step that was running. */
function cancelMove(progress: Progress): Move {
  const open = newestOpen(progress.steps);
  const step = open && stepOf(progress, open);
  if (step && open.isCancelPath && progress.cancelling === 'asked') return { move: 'continue', step, record: open };
  if (open) return { move: 'cancel', record: open };
  const target = progress.cancelling === 'asked' && cancelTarget(progress);
  return target ? { move: 'start', step: target, isCancelPath: true } : { move: 'end', status: 'Cancelled' };
}

function cancelTarget(progress: Progress): Step | undefined {
  const { mainSteps } = progress.runbook;
  const named = (name: string) => mainSteps.find((step) => step.name === name);
  const last = progress.steps.at(-1);
  const step = last && stepOf(progress, last);
  if (!step || !last.isCancelPath) return onCancelTargets(progress).map(named).find(Boolean);
  const way = wayAfter(step, last);
  if (typeof way === 'object') return named(way.go);
  return way === 'fall through' ? mainSteps[mainSteps.indexOf(step) + 1] : undefined;
}

/** Where the steps that the stop ended say to go on, the innermost first. */
const onCancelTargets = (progress: Progress): string[] =>
  progress.steps
    .filter(({ status, isStopped }) => status === 'Cancelled' && !isStopped)
    .map((record) => stepOf(progress, record)?.onCancel)
    .filter((onCancel) => typeof onCancel === 'object')
    .map(({ step }) => step)
    .reverse();

const stepOf = ({ runbook, steps }: Pick<Progress, 'runbook' | 'steps'>, record: StepRecord): Step | undefined =>
  stepsOf(runbook, record.parent, steps).find(({ name }) => name === record.name);

/** The status of a run that reached its end: the last critical step that failed or timed out decides. */
export function endOf(progress: Pick<Progress, 'runbook' | 'steps'>): End {
  const worst = progress.steps.findLast((record) => {
    const step = record.status === 'Failed' || record.status === 'TimedOut' ? stepOf(progress, record) : undefined;
    return step && isCritical(step);
  });
  return { move: 'end', status: (worst?.status as 'Failed' | 'TimedOut' | undefined) ?? 'Success' };
}

const isCritical = (step: Step) => step.isCritical ?? step.onFailure !== 'Continue';
