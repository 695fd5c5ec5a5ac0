import { isDeepStrictEqual } from 'node:util';
import type { Ports } from '../../ports/ports.ts';
import { WriteConflict } from '../../ports/store.ts';
import type { Step } from '../documents/runbook.ts';
import { actionFailed, longWait, type Outcome, type StepContext } from '../steps/step-action.ts';
import { nextTurn } from '../steps/loop.ts';
import { admit, leave, withoutSlot } from './admission.ts';
import { type Drive, flush, setExecution, setStatus, setStep } from './changes.ts';
import { type End, type Move, nextMove, type Progress } from './decide.ts';
import { endedExecution } from './end.ts';
import { type Hold, interactiveMove } from './interactive.ts';
import type { ExecutionRecord, ExecutionStatus, StepRecord } from './record.ts';
import { executionKey, isFinished, stepKey } from './record.ts';
import { loadRun, lookUpFor } from './run.ts';
import { cancelledStep, closedStep, startedStep, steppedOn } from './step.ts';
import { actionOf, cancelWork, contextOf, stepOf } from './step-work.ts';
import { tellParent } from './tell-parent.ts';

/** Where the state machine goes next: its states are the statuses. `timeoutSeconds` bounds a wait. */
export interface Progressed {
  executionId: string;
  status: ExecutionStatus;
  timeoutSeconds?: number;
}

/** Steps whose actions touch nothing outside are written together, up to this many records at a time. */
const mostChanges = 50;
const longestDrive = 20_000;
const cancelPathLimit = 120_000;

/**
 * Runs step after step until the run must wait, ends, or the time of one drive is spent. A step is on record before it does anything outside, and
 * after it ended; nothing of it is seen before it is on disk.
 * May be called again for the same run at any moment; who loses a race against a signal or a stop reads again.
 */
export async function drive(executionId: string, ports: Ports): Promise<Progressed> {
  const until = ports.clock.now() + longestDrive;
  for (;;) {
    const place = await tryToGoOn(executionId, ports, until);
    if (place) return { executionId, ...place };
  }
}

/** Undefined when the run was changed meanwhile by somebody else. */
async function tryToGoOn(executionId: string, ports: Ports, until: number): Promise<Place | undefined> {
  const run = await loadRun(ports.store, executionId);
  if (!run) return { status: 'Failed' };
  if (isFinished(run.execution.value)) return ended(run.execution.value, ports);
  if (run.execution.value.status === 'Pending') return { status: 'Pending' };
  try {
    return await goOn({ run, ports, changes: new Map(), toTell: [], until });
  } catch (error) {
    if (error instanceof WriteConflict && ports.clock.now() <= until) return undefined;
    throw error;
  }
}

type Place = Omit<Progressed, 'executionId'>;

async function goOn(drive: Drive): Promise<Place> {
  for (;;) {
    const move = decide(drive);
    if (move.move === 'end') return end(drive, move);
    if (move.move === 'hold') return hold(drive);
    const place = await make(drive, move);
    if (place) return place;
    if (drive.ports.clock.now() > drive.until) return pauseDrive(drive);
  }
}

function decide({ run, ports }: Drive): Move | Hold {
  const now = ports.clock.now();
  const { mode, asked } = run.execution.value;
  const cancelling = cancelState(run.execution.value, now);
  const progress: Progress = {
    runbook: run.runbook,
    steps: run.known.records,
    nextTurn: (loop, done) => {
      const { LoopCondition } = stepOf(run, loop).inputs;
      const lookup = lookUpFor(run, loop, now);
      return nextTurn(loop, done, { lookup, ...(LoopCondition !== undefined && { LoopCondition }) });
    },
  };
  if (cancelling) progress.cancelling = cancelling;
  return mode ? interactiveMove(progress, asked) : nextMove(progress);
}

function cancelState({ status, stopTime = 0 }: ExecutionRecord, now: number): 'asked' | 'over' | undefined {
  if (status !== 'Cancelling') return undefined;
  return now >= stopTime + cancelPathLimit ? 'over' : 'asked';
}

async function make(drive: Drive, move: Exclude<Move, { move: 'end' }>): Promise<Place | undefined> {
  const now = drive.ports.clock.now();
  if (move.move === 'close') return void setStep(drive, closedStep(drive.run, move, now));
  if (move.move === 'cancel') return void (await cancel(drive, move));
  if (move.move === 'continue') return (isNew(drive, move.record) ? begin : lookAt)(drive, move.step, move.record);
  const record = startedStep(drive.run, move, now);
  checkExecution(drive, record);
  setStep(drive, record);
  if (takeUp(drive, 'InProgress')) await flush(drive);
  return isFinished(record) || move.step.steps ? undefined : begin(drive, move.step, record);
}

/** Looks at a new attempt, which is on record before it does anything outside: whoever stops it must know which it is. */
async function begin(drive: Drive, step: Step, record: StepRecord): Promise<Place | undefined> {
  if (!actionOf(record)?.isPure || drive.changes.size > mostChanges) await flush(drive);
  // A stop that came meanwhile: the attempt does not begin.
  return isStopped(drive, record) ? undefined : lookAt(drive, step, record);
}

/** No step starts in a run that somebody else has ended: what is written with it, the step before or else a look at the execution, tells. */
function checkExecution({ run, changes }: Drive, { sequence }: StepRecord): void {
  const key = executionKey(run.execution.value.id);
  const isTold = changes.has(key.sort) || changes.has(stepKey(run.execution.value.id, sequence - 1).sort);
  if (!isTold) changes.set(key.sort, { check: key, expect: run.execution.version });
}

const isNew = ({ run, changes }: Drive, { sequence }: StepRecord): boolean =>
  changes.has(stepKey(run.execution.value.id, sequence).sort);

const isStopped = ({ run }: Drive, { isCancelPath }: StepRecord): boolean =>
  (run.execution.value.status === 'Cancelling' && !isCancelPath) || run.execution.value.asked?.ask === 'StopStep';

async function cancel(drive: Drive, move: Extract<Move, { move: 'cancel' }>): Promise<void> {
  await cancelWork(drive.run, move.record, drive.ports);
  setStep(drive, cancelledStep(move, drive.ports.clock.now()));
}

/** In Interactive mode: what was asked is done, or came too late, and the run rests. */
async function hold(drive: Drive): Promise<Place> {
  if (!takeUp(drive, 'Waiting')) setStatus(drive, 'Waiting');
  await flush(drive);
  return restUntil(drive, drive.ports.clock.now() + longWait);
}

/** What somebody asked for is asked no more; false where nobody did. */
function takeUp(drive: Drive, status: ExecutionStatus): boolean {
  const { asked, ...value } = drive.run.execution.value;
  if (asked) setExecution(drive, { ...value, status });
  return asked !== undefined;
}

async function outcomeOf(context: StepContext): Promise<Outcome> {
  const action = actionOf(context.record);
  if (!action)
    return actionFailed('Execute/Cancelling action', `Action ${context.record.action} is not available here`);
  // What an attempt began may have ended before its wait was on record.
  const isBegun = context.record.wakeAt !== undefined || context.record.verdict !== undefined;
  return isBegun && action.resume ? action.resume(context) : action.begin(context);
}

/** Begins an attempt, or looks at one that waits; what it waits for is on record before the run rests. */
async function lookAt(drive: Drive, step: Step, record: StepRecord): Promise<Place | undefined> {
  const context = contextOf(drive.run, record, drive.ports);
  const outcome = await outcomeOf(context);
  const next = steppedOn(step, record, { outcome, now: drive.ports.clock.now() });
  if (next.status !== record.status || !isDeepStrictEqual(next, record)) setStep(drive, next);
  setStatus(drive, next.status === 'Waiting' ? 'Waiting' : 'InProgress');
  if (outcome.outcome !== 'waits') return undefined;
  await flush(drive);
  return restUntil(drive, outcome.wakeAt);
}

/** The run waits, on a cancel path no longer than that has time for. */
function restUntil({ run, ports }: Drive, wakeAt: number): Place {
  const { status, stopTime = 0 } = run.execution.value;
  const end = status === 'Cancelling' ? Math.min(wakeAt, stopTime + cancelPathLimit) : wakeAt;
  return { status: 'Waiting', timeoutSeconds: Math.max(1, Math.ceil((end - ports.clock.now()) / 1000)) };
}

async function end(drive: Drive, move: End): Promise<Place> {
  const { run, ports, changes } = drive;
  const left = await leave(ports.store, run.execution.value);
  setExecution(drive, withoutSlot(endedExecution(run, move, ports.clock.now())));
  for (const change of left) changes.set('load', change);
  checkLastStep(drive);
  await flush(drive);
  return ended(drive.run.execution.value, drive.ports);
}

/** A run that is worked on twice at once does not end over a step that it has not seen: none follows its last one, unless that is written now. */
function checkLastStep({ run, changes }: Drive): void {
  const { id } = run.execution.value;
  const count = run.steps.length;
  if (!changes.has(stepKey(id, count).sort)) changes.set('next step', { check: stepKey(id, count + 1), expect: 0 });
}

/** Tells whoever stands above that this execution has ended, and whoever waits for its place; told again, it changes nothing. */
async function ended(record: ExecutionRecord, ports: Ports): Promise<Place> {
  await admit(ports, record);
  await tellParent(record, ports);
  return { status: record.status };
}

async function pauseDrive(drive: Drive): Promise<Place> {
  await flush(drive);
  return { status: drive.run.execution.value.status === 'Cancelling' ? 'Cancelling' : 'InProgress' };
}
