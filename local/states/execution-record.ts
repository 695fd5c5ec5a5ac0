import type { Json, JsonObject } from '../../functions/ports/json.ts';
import { newFrame, type Execution, type Frame } from './frame.ts';
import { parseText } from './json-text.ts';
import type { Machine } from './machine.ts';
import type { ExecutionRow, FrameRest, FrameRow } from './records.ts';
import { roomPerExecution } from './tables.ts';

/** What a new execution is made of. */
export interface NewExecution {
  machine: Machine;
  name: string;
  input: Json;
  startedAt: number;
  parent: Execution['parent'];
}

/** A new execution, still without frames and not in a table. */
export function newExecution(id: number, from: NewExecution): Execution {
  const { machine, name, input, startedAt, parent } = from;
  const { timeoutSeconds } = machine;
  return {
    id,
    machine,
    name,
    arn: `${machine.executionArn}:${name}`,
    input,
    startedAt,
    timeoutAt: timeoutSeconds === undefined ? undefined : startedAt + timeoutSeconds * 1000,
    parent,
    status: 'RUNNING',
    output: undefined,
    error: undefined,
    cause: undefined,
    stoppedAt: undefined,
    frames: new Map(),
    nextFrame: 0,
    lastEvent: 0,
    changes: noChanges(),
  };
}

/** An execution as its row tells it, still without its frames. */
export function executionOfRow(row: ExecutionRow, machine: Machine): Execution {
  const { parent_execution: parentExecution, parent_frame: parentFrame } = row;
  const parent = parentExecution === null ? undefined : { execution: parentExecution, frame: Number(parentFrame) };
  return {
    ...newExecution(row.id, { machine, name: row.name, input: parseText(row.input), startedAt: row.started, parent }),
    timeoutAt: row.timeout ?? undefined,
    status: row.status,
    output: row.output === null ? undefined : parseText(row.output),
    error: row.error ?? undefined,
    cause: row.cause ?? undefined,
    stoppedAt: row.stopped ?? undefined,
    lastEvent: row.last_event,
  };
}

/** Adds a frame as its row tells it; its parent must be there already. */
export function addFrame(execution: Execution, row: FrameRow): void {
  const state = execution.machine.scopes.get(row.scope)?.states.get(row.state);
  if (!state)
    throw new Error(`Execution ${execution.arn} is in state '${row.state}', which its definition does not have`);
  const rest = JSON.parse(row.rest) as FrameRest;
  const parent = row.parent === null ? undefined : execution.frames.get(row.parent);
  const frame = newFrame(execution, { id: row.id % roomPerExecution, parent, index: row.place, state });
  Object.assign(frame, {
    phase: row.phase,
    input: parseText(row.input),
    variables: parseText(row.variables) as JsonObject,
    entry: rest.entry,
    enteredAt: rest.at,
    previous: rest.previous,
    retryCount: rest.retryCount ?? 0,
    retries: rest.retries ?? [],
    task: rest.task,
    dueAt: row.due ?? undefined,
    activity: row.activity ?? undefined,
    hasFailed: rest.hasFailed ?? false,
  } satisfies Partial<Frame>);
  execution.lastEvent = Math.max(execution.lastEvent, rest.last);
}

function noChanges(): Execution['changes'] {
  return {
    isQueued: false,
    isNew: false,
    isOver: false,
    frames: [],
    dropped: [],
    events: '',
    afterwards: [],
    together: undefined,
  };
}
