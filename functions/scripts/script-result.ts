import { constants } from 'node:os';
import type { Json } from '../ports/json.ts';
import type { ScriptJob, ScriptResult } from '../ports/scripts.ts';

/** What was left when a script's process was gone: the lines of its result channel and what it printed. */
export interface Ending {
  channel: string;
  log: string;
}

interface Line {
  payload?: Json;
  message?: string;
  exit?: number;
  hidden?: boolean;
  /** The script ran as root, since the server could not become anybody else. */
  root?: boolean;
}

/** What the result channel tells: the script's own answer, if it came so far, then how its process ended. */
export function readChannel(channel: string): { answer?: Line; end?: Line } {
  const lines = channel.split('\n').flatMap(parse);
  const answer = lines.find((line) => line.payload !== undefined || typeof line.message === 'string');
  const end = lines.findLast((line) => typeof line.exit === 'number');
  return { ...(answer && { answer }), ...(end && { end }) };
}

/** The result of a script that ran by itself to whatever end. */
export function scriptResult({ channel, log }: Ending): ScriptResult {
  const { answer, end } = readChannel(channel);
  if (answer?.payload !== undefined) return { status: 'Success', payload: answer.payload, log };
  return { status: 'Failed', message: answer?.message ?? endText(end?.exit), log };
}

/** The result of a script that was ended by its time limit. */
export function lateResult({ timeoutSeconds }: Pick<ScriptJob, 'timeoutSeconds'>, log = ''): ScriptResult {
  return { status: 'TimedOut', message: `The script did not end within ${timeoutSeconds} seconds`, log };
}

/** The result of a script that never came to run. */
export function notRun(message: string): ScriptResult {
  return { status: 'Failed', message, log: '' };
}

function endText(exit: number | undefined): string {
  if (exit === undefined) return 'The script ended without a result';
  if (exit >= 0) return `The script exited with code ${exit} before its handler returned`;
  return `The script was killed by signal ${signalName(-exit)} before its handler returned`;
}

function signalName(number: number): string {
  return Object.entries(constants.signals).find(([, value]) => value === number)?.[0] ?? String(number);
}

function parse(text: string): Line[] {
  try {
    const line: unknown = JSON.parse(text);
    return typeof line === 'object' && line !== null ? [line] : [];
  } catch {
    return [];
  }
}
