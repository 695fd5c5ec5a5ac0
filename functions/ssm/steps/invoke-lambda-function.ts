import type { Json, JsonObject } from '../../ports/json.ts';
import { isMap } from '../expressions/typed-value.ts';
import { awsFailure, callAws } from './role.ts';
import { actionFailed, invalidInput, type Outcome, type StepAction } from './step-action.ts';

const longestCall = 300;
const longestPayload = 200 * 1024;
const plainInputs = ['FunctionName', 'Qualifier', 'LogType', 'ClientContext'];
const phase = 'Execute/Cancelling action';

/** aws:invokeLambdaFunction: calls a function and, unless it is an Event, waits for its answer; an error in the function fails the step. */
export const invokeLambdaFunction: StepAction = {
  async begin(context) {
    const { inputs } = context.record;
    if (typeof inputs.FunctionName !== 'string') return invalidInput('FunctionName must be a text');
    const question = { service: 'lambda', operation: 'Invoke', input: invocation(inputs), timeoutSeconds: longestCall };
    try {
      return outcomeOf(await callAws(context, question));
    } catch (error) {
      return awsFailure(error, phase);
    }
  },
};

function invocation({ InvocationType, InputPayload, Payload, ...inputs }: JsonObject): JsonObject {
  const payload = InputPayload ?? Payload;
  const given = plainInputs.flatMap((name) => (inputs[name] === undefined ? [] : [[name, inputs[name]]]));
  return {
    ...(Object.fromEntries(given) as JsonObject),
    InvocationType: InvocationType ?? 'RequestResponse',
    ...(payload !== undefined && { Payload: typeof payload === 'string' ? payload : JSON.stringify(payload) }),
  };
}

function outcomeOf({ StatusCode, FunctionError, LogResult, Payload }: JsonObject): Outcome {
  const text = typeof Payload === 'string' ? Payload : '';
  const outputs = present({ StatusCode, FunctionError, LogResult, Payload: text });
  if (typeof FunctionError === 'string' && FunctionError !== '') {
    const detail = `The Lambda function returned an error: ${FunctionError}: ${text.slice(0, 2_000)}`;
    return { ...(actionFailed(phase, detail) as Outcome & { outcome: 'failed' }), outputs };
  }
  if (Buffer.byteLength(text) > longestPayload)
    return actionFailed(phase, `The payload of the Lambda function is larger than 200 KB`);
  const payload = parsed(text);
  // A selector may name the payload, or go straight into it.
  const answer = { ...(isMap(payload) && payload), ...outputs, ...(isMap(payload) && { Payload: payload }) };
  return { outcome: 'success', outputs, answer };
}

const present = (members: Record<string, Json | undefined>): JsonObject =>
  Object.fromEntries(
    Object.entries(members).filter((member): member is [string, Json] => member[1] !== undefined && member[1] !== ''),
  );

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    // A payload that is no JSON is just text.
    return text;
  }
}
