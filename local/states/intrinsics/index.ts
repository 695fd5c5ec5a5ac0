import type { Json } from '../../../functions/ports/json.ts';
import { readPath, type Environment } from '../json-path-read.ts';
import { InvalidDefinition, runtimeError, StatesError } from '../states-error.ts';
import type { Intrinsic } from './arguments.ts';
import { array, arrayContains, arrayGetItem, arrayLength, arrayPartition, arrayRange, arrayUnique } from './array.ts';
import { base64Decode, base64Encode, hash } from './encoding.ts';
import { jsonMerge, jsonToString, stringToJson } from './json.ts';
import { mathAdd, mathRandom, uuid } from './math.ts';
import { parseIntrinsic, type Argument, type IntrinsicCall } from './parse-intrinsic.ts';
import { format, stringSplit } from './text.ts';

const intrinsics: Record<string, Intrinsic> = {
  'States.Array': array,
  'States.ArrayContains': arrayContains,
  'States.ArrayGetItem': arrayGetItem,
  'States.ArrayLength': arrayLength,
  'States.ArrayPartition': arrayPartition,
  'States.ArrayRange': arrayRange,
  'States.ArrayUnique': arrayUnique,
  'States.Base64Decode': base64Decode,
  'States.Base64Encode': base64Encode,
  'States.Format': format,
  'States.Hash': hash,
  'States.JsonMerge': jsonMerge,
  'States.JsonToString': jsonToString,
  'States.MathAdd': mathAdd,
  'States.MathRandom': mathRandom,
  'States.StringSplit': stringSplit,
  'States.StringToJson': stringToJson,
  'States.UUID': uuid,
};

type Evaluate = (environment: Environment) => Json;

/**
 * An intrinsic function, ready to be called with what it can see; an unknown name is refused here, wrong arguments when called.
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html
 */
export function compileIntrinsic(text: string): Evaluate {
  return compileCall(parseIntrinsic(text));
}

function compileCall(call: IntrinsicCall): Evaluate {
  const intrinsic = intrinsics[call.name];
  if (!intrinsic) throw new InvalidDefinition(`'${call.name}' is not an intrinsic function`);
  const list = call.arguments.map((argument, at) => compileArgument(argument, call, at));
  return (environment) => {
    const values = list.map((argument) => argument(environment));
    try {
      return intrinsic({ values, ids: environment.ids });
    } catch (error) {
      throw named(error, call);
    }
  };
}

function compileArgument(argument: Argument, call: IntrinsicCall, at: number): Evaluate {
  if ('call' in argument) return compileCall(argument.call);
  if ('literal' in argument) {
    const isTemplate = call.name === 'States.Format' && at === 0;
    const literal = isTemplate ? (argument.template ?? argument.literal) : argument.literal;
    return () => literal;
  }
  const { path } = argument;
  return (environment) => {
    const value = readPath(path, environment);
    if (value !== undefined) return value;
    throw runtimeError(
      `The function '${call.text}' had the following error: The JsonPath argument for the field '${path.text}' could not be found in the input '${JSON.stringify(environment.data)}'`,
    );
  };
}

function named(error: unknown, call: IntrinsicCall): unknown {
  if (!(error instanceof StatesError) || !error.error) return error;
  return new StatesError(
    error.error,
    `The function '${call.text}' had the following error: ${error.reason}`,
    'evaluation',
  );
}
