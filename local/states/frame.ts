import type { Json, JsonObject } from '../../functions/ports/json.ts';
import type { Machine } from './machine.ts';
import type { State } from './state.ts';

/** An execution's status in the API's words. */
export type Status = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/**
 * What a frame is at: about to run its state, calling a handler, or parked until a token, a nested execution, a time or its children are done;
 * `done` keeps a child's result until its brothers are done too.
 */
export type Phase = 'entered' | 'task' | 'token' | 'nested' | 'wait' | 'retry' | 'children' | 'done';

/** A running Task: its token, if one was handed out, and its limits in epoch milliseconds. */
export interface TaskCall {
  token?: string;
  timeoutAt?: number;
  heartbeatAt?: number;
  heartbeatSeconds?: number;
  /** Kept only when working them out again could give something else. */
  parameters?: Json;
}

/** How far the children of a Parallel or Map are. */
export interface Progress {
  count: number;
  launched: number;
  ended: number;
  failed: number;
  concurrency: number;
  /** How many may fail; undefined where the first failure is the state's. */
  tolerated: number | undefined;
  /** What the branches or items are made of. */
  source: Json;
}

/** One line of control: the root of an execution, a branch of a Parallel or an iteration of a Map. */
export interface Frame {
  readonly execution: Execution;
  readonly id: number;
  readonly parent: Frame | undefined;
  /** Which branch or item it is. */
  readonly index: number;
  state: State;
  phase: Phase;
  /** The state's input; once done, the frame's result. */
  input: Json;
  variables: JsonObject;
  /** The id of the event that entered the state, and when that was. */
  entry: number;
  enteredAt: number;
  /** The id of the event before the next one. */
  previous: number;
  retryCount: number;
  /** How often each retrier was used. */
  retries: number[];
  task: TaskCall | undefined;
  /** When a parked frame goes on, in epoch milliseconds. */
  dueAt: number | undefined;
  /** The activity whose workers may take the task. */
  activity: string | undefined;
  hasFailed: boolean;
  /** In memory only: tells a late answer of a handler from the one that is waited for. */
  invocation: object | undefined;
  /** In memory only: made again when the frame is read back. */
  progress: Progress | undefined;
  isDropped: boolean;
  isChanged: boolean;
  /** Whether there is a row of it. */
  isWritten: boolean;
}

/** One execution while it is in memory. */
export interface Execution {
  readonly id: number;
  readonly machine: Machine;
  readonly name: string;
  readonly arn: string;
  readonly input: Json;
  readonly startedAt: number;
  readonly timeoutAt: number | undefined;
  /** The frame of another execution that waits for this one. */
  readonly parent: { execution: number; frame: number } | undefined;
  status: Status;
  output: Json | undefined;
  error: string | undefined;
  cause: string | undefined;
  stoppedAt: number | undefined;
  readonly frames: Map<number, Frame>;
  nextFrame: number;
  lastEvent: number;
  /** What the next commit has to write. */
  readonly changes: Changes;
}

/** What changed in an execution since its last commit; `events` is the inside of a JSON array. */
export interface Changes {
  isQueued: boolean;
  isNew: boolean;
  isOver: boolean;
  frames: Frame[];
  dropped: Frame[];
  events: string;
  afterwards: Afterwards[];
  /** An execution that must be written in the same transaction. */
  together: Execution | undefined;
}

/** What to do once the changes are on disk, or could not be brought there. */
export interface Afterwards {
  done: () => void;
  failed?: (error: Error) => void;
}

/** Where a frame stands; `id` is given only when it is read back. */
export interface FramePlace {
  id?: number;
  parent: Frame | undefined;
  index: number;
  state: State;
}

/** A new frame before its first state; it belongs to its execution at once. */
export function newFrame(execution: Execution, place: FramePlace): Frame {
  const { parent, index, state } = place;
  const id = place.id ?? (execution.frames.size <= 1 ? execution.frames.size : execution.nextFrame);
  const frame: Frame = {
    execution,
    id,
    parent,
    index,
    state,
    phase: 'entered',
    input: null,
    variables: parent?.variables ?? {},
    entry: 0,
    enteredAt: 0,
    previous: parent?.previous ?? 0,
    retryCount: 0,
    retries: [],
    task: undefined,
    dueAt: undefined,
    activity: undefined,
    hasFailed: false,
    invocation: undefined,
    progress: undefined,
    isDropped: false,
    isChanged: false,
    isWritten: place.id !== undefined,
  };
  execution.nextFrame = id + 1;
  execution.frames.set(id, frame);
  return frame;
}

/** The frames that a Parallel or Map frame launched and still holds. */
export function childrenOf(parent: Frame): Frame[] {
  return [...parent.execution.frames.values()].filter((frame) => frame.parent === parent);
}
