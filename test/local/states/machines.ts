import type { Json, JsonObject } from '../../../functions/ports/json.ts';

/** A Task that calls a function with what is put in; its result is what the function answers. */
export function call(functionName: string, fields: JsonObject = {}): JsonObject {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Parameters: { FunctionName: functionName, 'Payload.$': '$' },
    OutputPath: '$.Payload',
    ...(fields.Next ? {} : { End: true }),
    ...fields,
  };
}

/** A Task that hands its token to a function and waits for it. */
export function waitForToken(functionName: string, fields: JsonObject = {}): JsonObject {
  return call(functionName, {
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Parameters: { FunctionName: functionName, Payload: { 'token.$': '$$.Task.Token' } },
    OutputPath: '$',
    ...fields,
  });
}

/** The token in the payload that `waitForToken` gives a function. */
export function tokenIn(payload: Json): string {
  return (payload as { token: string }).token;
}

/** A machine of these states, beginning with the first. */
export function machine(states: JsonObject, fields: JsonObject = {}): Json {
  return { StartAt: Object.keys(states)[0] ?? '', States: states, ...fields };
}
