import type { Json, JsonObject } from '../../functions/ports/json.ts';
import type { Execution, Frame } from './frame.ts';
import { textOf } from './json-text.ts';
import type { Runtime } from './runtime.ts';

/** `off` keeps no events, `transitions` those of executions and states without their data, `full` what Step Functions keeps. */
export type HistoryLevel = 'off' | 'transitions' | 'full';

/** An event before it has a number: its type and the members of its details; data is a value here, a text on the wire. */
export interface Happening {
  type: string;
  name?: string;
  index?: number;
  length?: number;
  resource?: string;
  resourceType?: string;
  region?: string;
  roleArn?: string;
  timeoutInSeconds?: number | undefined;
  heartbeatInSeconds?: number | undefined;
  workerName?: string;
  error?: string | undefined;
  cause?: string | undefined;
  input?: Json;
  output?: Json;
  parameters?: Json;
  assignedVariables?: JsonObject | undefined;
}

const payloads = new Set(['input', 'output', 'parameters', 'assignedVariables', 'cause']);
const transitions = /^Execution|State(?:Entered|Exited)$/;

/** Notes what happened in a frame; the frame's next event follows it. Answers the event's id. */
export function record(runtime: Runtime, frame: Frame, happening: Happening): number {
  frame.previous = note(runtime, frame.execution, [frame.previous, happening]);
  return frame.previous;
}

/** Notes what happened beside a frame's own line: the next event follows the one before, as on AWS. Answers the event's id. */
export function recordAside(runtime: Runtime, frame: Frame, happening: Happening): number {
  return note(runtime, frame.execution, [frame.previous, happening]);
}

/** Notes what happened to an execution as a whole. */
export function recordExecution(runtime: Runtime, execution: Execution, happening: Happening): void {
  note(runtime, execution, [0, happening]);
}

/** Events are numbered also when they are not kept: the numbers are in messages and in the keys of task calls. */
function note(runtime: Runtime, execution: Execution, [previous, happening]: [number, Happening]): number {
  execution.lastEvent += 1;
  const id = execution.lastEvent;
  const { level } = runtime;
  if (level === 'off' || (level === 'transitions' && !transitions.test(happening.type))) return id;
  const { changes } = execution;
  const head = `{"id":${id},"previousEventId":${previous},"at":${runtime.clock.now()}`;
  changes.events += `${changes.events && ','}${head}${members(happening, level === 'full')}}`;
  return id;
}

function members(happening: Happening, isFull: boolean): string {
  let text = '';
  for (const [key, value] of Object.entries(happening) as [string, Json | undefined][]) {
    if (value === undefined || (!isFull && payloads.has(key))) continue;
    text += `,"${key}":${textOf(value)}`;
  }
  return text;
}
