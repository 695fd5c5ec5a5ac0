import type { SendAutomationSignalRequest } from '@aws-sdk/client-ssm';
import type { Caller } from '../../api/action.ts';
import { invalidAutomationSignal } from '../errors.ts';
import type { ExecutionRecord, StepRecord } from './record.ts';

/** A signal as it was sent, with what its payload says; `now` is in epoch milliseconds. */
export interface Signal extends Payload {
  type: string;
  executionId: string;
  caller: Caller;
  now: number;
}

/** The payload of a signal: which step it is for, and what else there is to say. */
interface Payload {
  stepName?: string;
  stepExecutionId?: string;
  comment?: string;
  /** What StartStep overrides, as texts by the names of parameters. */
  parameters?: Record<string, string[]>;
}

/** What a signal changes: the record of the execution or of its last step. */
export interface Change {
  execution?: ExecutionRecord;
  step?: StepRecord;
}

type Sent = Record<string, string[]>;
type Head = Omit<Signal, keyof Payload>;

const keysOfAnswer = ['StepName', 'StepExecutionId', 'Comment'];
const keysOfStop = ['StepExecutionId'];

/** The error of a signal that does not suit its execution as it stands, or says something else than its type allows. */
export const refused = ({ type, executionId }: Pick<Signal, 'type' | 'executionId'>, reason: string) =>
  invalidAutomationSignal(type, executionId, reason);

/** Reads a signal. Throws InvalidAutomationSignalException. */
export function signalFrom(input: SendAutomationSignalRequest, caller: Caller, now: number): Signal {
  const { SignalType: type = '', AutomationExecutionId: executionId = '', Payload: payload = {} } = input;
  const head = { type, executionId, caller, now };
  if (type === 'Revoke') throw refused(head, 'it is no access request');
  return { ...head, ...(type === 'StartStep' ? startPayload(head, payload) : payloadOf(head, payload)) };
}

function startPayload(head: Head, { StepName, ...parameters }: Sent): Payload {
  return {
    stepName: one(head, 'StepName', StepName),
    ...(Object.keys(parameters).length && { parameters }),
  };
}

function payloadOf(head: Head, payload: Sent): Payload {
  const isStop = head.type === 'StopStep';
  const keys = isStop ? keysOfStop : keysOfAnswer;
  const other = Object.keys(payload).find((key) => !keys.includes(key));
  if (other !== undefined) throw refused(head, `its payload has no key ${other}, only ${keys.join(', ')}`);
  const { StepName, StepExecutionId, Comment } = payload;
  return {
    ...(StepName && { stepName: one(head, 'StepName', StepName) }),
    ...((StepExecutionId || isStop) && { stepExecutionId: one(head, 'StepExecutionId', StepExecutionId) }),
    // The AWS CLI takes a comma for the end of a value.
    ...(Comment?.length && { comment: Comment.join(',') }),
  };
}

function one(head: Head, key: string, values: string[] = []): string {
  const [value] = values;
  if (value === undefined || values.length > 1) throw refused(head, `its payload must have one ${key}`);
  return value;
}
