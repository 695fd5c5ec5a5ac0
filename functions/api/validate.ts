import { isUtf8 } from 'node:buffer';
import type { CallMiddleware, CallRequest } from './call.ts';
import type { Contract } from './contract.ts';
import { serializationException, validationException } from './errors.ts';
import type { Input } from './service.ts';
import { readValue } from './shapes/read-value.ts';
import { shapeNode } from './shapes/shape-node.ts';
import { isDeeper, type Json } from '../ports/json.ts';

const nestingLimit = 64;

/** Reads the body as the operation's input shape and refuses one that breaks the contract's rules. */
export function validate(): CallMiddleware {
  return {
    before: ({ context }: CallRequest): void => {
      context.input = readInput(context.service.contract, context.operation, parse(context.body));
    },
  };
}

/** A JSON value as the operation's input. Throws SerializationException, ValidationException. */
export function readInput(contract: Contract, operation: string, json: unknown): Input {
  const shape = contract.operations[operation]?.input;
  const failures: string[] = [];
  const input = shape ? (readValue(shapeNode(contract, shape), json, failures) as Input) : {};
  if (failures.length > 0) throw validationException(failures);
  return input;
}

function parse(body: string | Buffer): Json {
  if (typeof body !== 'string' && !isUtf8(body)) throw serializationException('The body is not valid UTF-8');
  const json = parseJson(body.toString());
  if (isDeeper(json, nestingLimit)) throw serializationException(`The body is nested more than ${nestingLimit} deep`);
  return json;
}

function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw serializationException('The body is not valid JSON');
  }
}
