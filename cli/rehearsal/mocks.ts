import type { Json, JsonObject } from '../../functions/ports/json.ts';
import { type Fields, listOf, readFields, type Reader } from './fields.ts';

/** An answer to what a runbook asks the outside world; it fits inputs that hold `match`, and is given `times` times. */
export interface Mock<Given> {
  given: Given;
  match?: JsonObject;
  times?: number;
  /** Where it is written, `aws.ec2.StopInstances[0]`. */
  place: string;
}

/** What an AWS API says. */
export type AwsMock = Mock<{ answer: JsonObject } | { error: { code: string; message: string; status: number } }>;

/** How a script ends; `real` runs it. */
export type ScriptMock = Mock<{ payload: Json } | { error: string } | 'real'>;

/** What a webhook says. */
export type WebhookMock = Mock<{ status: number; body: string } | { error: string }>;

/** A decision at an aws:approve step; without `by` every approver that is needed decides so. */
export interface DecisionMock {
  decision: 'approve' | 'reject';
  by?: string;
  comment?: string;
}

/** What must be true in the end; only what is there is compared. */
export interface Expectations {
  status?: string;
  path?: string[];
  outputs?: JsonObject;
  steps?: Record<string, { status?: string; outputs?: JsonObject; failure?: string }>;
  calls?: { call: string; input?: JsonObject }[];
}

/** A mocks file: the world around one run of a runbook. An empty list of decisions lets the time of the step run out. */
export interface Mocks {
  now: number;
  parameters: JsonObject;
  /** Other runbooks by document name; the files are relative to the mocks file. */
  documents: Record<string, string>;
  aws: Record<string, AwsMock[]>;
  scripts: Record<string, ScriptMock[]>;
  webhooks: Record<string, WebhookMock[]>;
  approvals: Record<string, DecisionMock[]>;
  pauses: Record<string, 'resume' | 'none'>;
  expect?: Expectations;
}

const start = '2026-01-01T00:00:00Z';

/** Reads a mocks file. Throws InvalidField for the first thing that is wrong. */
export function mocksFrom(written: Json): Mocks {
  const all = readFields(written, [], topLevel);
  const expect = all.map('expect', expectationFields);
  return {
    now: all.time('now', start),
    parameters: all.object('parameters') ?? {},
    documents: all.texts('documents'),
    aws: all.each('aws', (value) => listOf(value, awsMock)),
    scripts: all.each('scripts', (value) => listOf(value, scriptMock)),
    webhooks: all.each('webhooks', (value) => listOf(value, webhookMock)),
    approvals: all.each('approvals', decisions),
    pauses: all.each('pauses', (reader) => reader.oneOf(['resume', 'none'])),
    ...(expect && { expect: expectations(expect) }),
  };
}

const topLevel = ['now', 'parameters', 'documents', 'aws', 'scripts', 'webhooks', 'approvals', 'pauses', 'expect'];
const expectationFields = ['status', 'path', 'outputs', 'steps', 'calls'];

const selection = (fields: Fields, place: string) => {
  const [match, times] = [fields.object('match'), fields.number('times')];
  return { place, ...(match && { match }), ...(times !== undefined && { times }) };
};

function awsMock(reader: Reader): AwsMock {
  const fields = reader.fields(['match', 'times', 'answer', 'error']);
  const error = fields.map('error', ['code', 'message', 'status']);
  fields.exactlyOne('answer', 'error');
  const refusal = error && {
    code: error.text('code') ?? error.missing('code'),
    message: error.text('message') ?? '',
    status: error.number('status') ?? 400,
  };
  const given = refusal ? { error: refusal } : { answer: fields.object('answer') ?? {} };
  return { given, ...selection(fields, reader.place) };
}

function scriptMock(reader: Reader): ScriptMock {
  if (reader.value === 'real') return { given: 'real', place: reader.place };
  const fields = reader.fields(['match', 'times', 'payload', 'error']);
  fields.exactlyOne('payload', 'error');
  const error = fields.text('error');
  const given = error === undefined ? { payload: fields.value('payload') ?? null } : { error };
  return { given, ...selection(fields, reader.place) };
}

function webhookMock(reader: Reader): WebhookMock {
  const fields = reader.fields(['times', 'status', 'body', 'error']);
  const error = fields.text('error');
  const body = fields.value('body') ?? '';
  const given =
    error === undefined
      ? { status: fields.number('status') ?? 200, body: typeof body === 'string' ? body : JSON.stringify(body) }
      : { error };
  return { given, ...selection(fields, reader.place) };
}

const decisions = (reader: Reader): DecisionMock[] => (reader.value === 'none' ? [] : listOf(reader, decision));

function decision(reader: Reader): DecisionMock {
  const words = ['approve', 'reject'] as const;
  if (typeof reader.value === 'string') return { decision: reader.oneOf(words) };
  const fields = reader.fields(['decision', 'by', 'comment']);
  const [by, comment] = [fields.text('by'), fields.text('comment')];
  return { decision: fields.reader('decision').oneOf(words), ...(by && { by }), ...(comment && { comment }) };
}

function expectations(fields: Fields): Expectations {
  const [status, outputs] = [fields.text('status'), fields.object('outputs')];
  const path = fields.has('path') && listOf(fields.reader('path'), (reader) => reader.text());
  const calls = fields.has('calls') && listOf(fields.reader('calls'), expectedCall);
  return {
    ...(status && { status }),
    ...(outputs && { outputs }),
    ...(path && { path }),
    ...(calls && { calls }),
    steps: fields.each('steps', expectedStep),
  };
}

function expectedStep(reader: Reader): { status?: string; outputs?: JsonObject; failure?: string } {
  const fields = reader.fields(['status', 'outputs', 'failure']);
  const [status, outputs, failure] = [fields.text('status'), fields.object('outputs'), fields.text('failure')];
  return { ...(status && { status }), ...(outputs && { outputs }), ...(failure && { failure }) };
}

function expectedCall(reader: Reader): { call: string; input?: JsonObject } {
  if (typeof reader.value === 'string') return { call: reader.value };
  const fields = reader.fields(['call', 'input']);
  const input = fields.object('input');
  return { call: fields.text('call') ?? fields.missing('call'), ...(input && { input }) };
}
