import type { Json, JsonObject } from '../../ports/json.ts';
import type { Step } from '../documents/runbook.ts';
import { interpolate, type Lookup, UnresolvedReference } from '../expressions/interpolate.ts';
import { InvalidSelector, select } from '../expressions/selector.ts';
import { checkOutput, hasValue, WrongOutputType } from '../expressions/outputs.ts';
import { outputsOf } from '../steps/approve.ts';
import type { Failure, Outcome } from '../steps/step-action.ts';
import type { Close, Move } from './decide.ts';
import { newestTurn } from './in-flight.ts';
import { startsOf } from './known.ts';
import { stepExecutionId, type StepRecord } from './record.ts';
import { addStep, lookUpFor, type Run } from './run.ts';

/** The frame every failure message of a step stands in. */
export const failureMessage = (phase: string, detail: string) => `Step fails when it is ${phase}. ${framed(detail)}`;

const timeoutMessage = ({ detail, phase = 'verifying the action has completed' }: { detail: string; phase?: string }) =>
  `Step timed out while step is ${phase}. ${framed(detail)}`;

const framed = (detail: string) =>
  `${detail}. Please refer to Automation Service Troubleshooting Guide for more diagnosis details.`;

/** Epoch milliseconds at which the present attempt of a step times out, where the runbook limits it. */
export const deadlineOf = ({ attemptTime, timeoutSeconds }: StepRecord) =>
  timeoutSeconds === undefined ? undefined : attemptTime + timeoutSeconds * 1000;

/** A step about to begin, its inputs resolved; where they cannot be, it has failed already. The record joins the run. */
export function startedStep(
  run: Run,
  { step, parent, isCancelPath, overriddenParameters }: Extract<Move, { move: 'start' }>,
  now: number,
): StepRecord {
  const record: StepRecord = {
    sequence: run.known.records.length + 1,
    id: stepExecutionId(run.execution.value.id, timesNamed(run, step.name, parent), parent),
    name: step.name,
    action: step.action,
    status: 'InProgress',
    attempt: 1,
    startTime: now,
    attemptTime: now,
    inputs: {},
    ...(parent && { parent }),
    ...(isCancelPath && { isCancelPath }),
    ...(overriddenParameters && { overriddenParameters }),
  };
  // The step stands in the run before its inputs are resolved: a loop's CurrentIteration is that of its newest step.
  addStep(run, record);
  try {
    return Object.assign(record, resolved(step, withinBounds(lookUpFor(run, record, now))));
  } catch (error) {
    if (!(error instanceof UnresolvedReference || error instanceof TooLarge)) throw error;
    return Object.assign(record, failedFields(invalidInputs(error)), { status: 'Failed', endTime: now });
  }
}

/** What a step's inputs, or its outputs, may take, in characters: together with a result they stay within what a record can hold. */
const mostCharacters = 105_000;

class TooLarge extends Error {
  override name = 'TooLarge';
}

/** A lookup that ends before a text grows that repeats large values. */
function withinBounds(lookup: Lookup): Lookup {
  let room = mostCharacters;
  return (reference) => {
    const value = lookup(reference);
    room -= typeof value === 'string' ? value.length : (JSON.stringify(value)?.length ?? 0);
    if (room < 0)
      throw new TooLarge(`The values that the inputs refer to are larger than ${mostCharacters} characters together`);
    return value;
  };
}

/** The step's name, numbered where a branch led back to it, so that each time has an id of its own, and what it starts elsewhere too. */
function timesNamed({ known }: Run, name: string, parent: StepRecord['parent']): string {
  const before = startsOf(known, name, parent);
  return before ? `${name}#${before + 1}` : name;
}

function resolved(
  { action, inputs, timeoutSeconds }: Step,
  lookup: Lookup,
): Pick<StepRecord, 'inputs' | 'timeoutSeconds'> {
  // A loop's condition is read anew after each turn.
  const all = Object.entries(inputs);
  const given = action === 'aws:loop' ? all.filter(([name]) => name !== 'LoopCondition') : all;
  const fields = given.map(([name, value]) => {
    // Braces that stand for nothing belong to the script's own language.
    const find: Lookup = name === 'Script' ? (reference) => lookup(reference) ?? `{{ ${reference} }}` : lookup;
    return [name, interpolate(value, find)];
  });
  const limit = timeoutSeconds === undefined ? undefined : Number(interpolate(timeoutSeconds, lookup));
  return { inputs: Object.fromEntries(fields) as JsonObject, ...(limit !== undefined && { timeoutSeconds: limit }) };
}

const invalidInputs = (error: UnresolvedReference | TooLarge): Failure => ({
  phase: 'validating and resolving the step inputs',
  detail: error instanceof TooLarge ? error.message : `The reference {{ ${error.reference} }} has no value`,
  stage: 'InputValidation',
  type: 'Verification',
});

const failedFields = ({ phase, detail, stage, type }: Failure) => ({
  failureMessage: failureMessage(phase, detail),
  failure: { stage, type },
});

/** The record after its action was looked at: waiting, over, or on its next attempt. */
export function steppedOn(
  step: Step,
  record: StepRecord,
  { outcome, now }: { outcome: Outcome; now: number },
): StepRecord {
  if (outcome.outcome === 'waits') return waitingStep(record, outcome);
  if (outcome.outcome === 'success') return succeeded(step, record, { outcome, now });
  if (record.attempt < step.maxAttempts) {
    return { ...settled(record), status: 'InProgress', attempt: record.attempt + 1, attemptTime: now };
  }
  const ended = { ...settled(record), endTime: now, ...(outcome.outputs && { outputs: outcome.outputs }) };
  if (outcome.outcome === 'failed') return { ...ended, status: 'Failed', ...failedFields(outcome.failure) };
  return { ...ended, status: 'TimedOut', failureMessage: timeoutMessage(outcome) };
}

function waitingStep(
  { memo: _memo, watch: _watch, ...record }: StepRecord,
  { status, wakeAt, memo, watch }: Extract<Outcome, { outcome: 'waits' }>,
) {
  return { ...record, status, wakeAt, ...(memo !== undefined && { memo }), ...(watch !== undefined && { watch }) };
}

type Success = Extract<Outcome, { outcome: 'success' }>;

function succeeded(step: Step, record: StepRecord, { outcome, now }: { outcome: Success; now: number }): StepRecord {
  const { outputs, next, variable, answer } = outcome;
  const ended = { ...settled(record), endTime: now };
  try {
    const selected = answer === undefined ? {} : selectedOutputs(step, answer);
    return {
      ...ended,
      status: 'Success',
      outputs: { ...outputs, ...selected },
      ...(next !== undefined && { next }),
      ...(variable && { variable }),
    };
  } catch (error) {
    if (!(error instanceof WrongOutputType || error instanceof InvalidSelector || error instanceof TooLarge))
      throw error;
    return { ...ended, status: 'Failed', ...failedFields(wrongOutput(error.message)) };
  }
}

/** What only a waiting step has goes away; most never waited. */
function settled(record: StepRecord): StepRecord {
  const hasWaited = record.wakeAt !== undefined || record.verdict !== undefined || record.decisions !== undefined;
  if (!hasWaited && record.memo === undefined && record.watch === undefined) return record;
  const { wakeAt, memo, watch, verdict, decisions, ...rest } = record;
  return rest;
}

/** The outputs the runbook selects from an action's answer; empty and absent values vanish. */
function selectedOutputs(step: Step, answer: Json): JsonObject {
  const outputs: JsonObject = {};
  for (const { Name, Selector, Type } of step.outputs) {
    const value = select(Selector, answer);
    if (!hasValue(value)) continue;
    checkOutput(Type, value);
    outputs[Name] = value;
  }
  if (JSON.stringify(outputs).length > mostCharacters)
    throw new TooLarge(`The outputs are larger than ${mostCharacters} characters together`);
  return outputs;
}

const wrongOutput = (detail: string): Failure => ({
  phase: 'verifying the outputs of the step',
  detail,
  stage: 'PostVerification',
  type: 'Verification',
});

/** An aws:loop's record after its last turn. */
export function closedStep(run: Run, { record, status, next, message }: Close, now: number): StepRecord {
  const turn = newestTurn(run.known.records, record);
  return {
    ...record,
    status,
    endTime: now,
    outputs: {
      ...(turn && { CurrentIteration: turn.iteration }),
      ...(turn?.iteratorValue !== undefined && { CurrentIteratorValue: turn.iteratorValue }),
    },
    ...(next !== undefined && { next }),
    ...(message !== undefined && { failureMessage: failureMessage('Execute/Cancelling action', message) }),
  };
}

/** The record of a step that a stop ended, of the run or of the step alone; what approvers had said by then stays on record. */
export const cancelledStep = ({ record, isStopped }: Extract<Move, { move: 'cancel' }>, now: number): StepRecord => ({
  ...settled(record),
  status: 'Cancelled',
  endTime: now,
  ...(record.decisions && { outputs: outputsOf(record) }),
  ...(isStopped && { isStopped }),
});
