import { isMap, type Json, type JsonObject } from '../../../functions/ports/json.ts';
import { functions } from './functions.ts';
import { textOf } from '../../../functions/ports/cloudformation-template.ts';

/** What expressions are resolved with; `ref` and `attribute` throw StackRefused where there is nothing of that name. */
export interface Scope {
  region: string;
  mappings: JsonObject;
  ref(name: string): Json | undefined;
  attribute(name: string, attribute: string): Json;
  condition(name: string): boolean;
  exported(name: string): Json;
}

/** A value without intrinsic functions; undefined for `AWS::NoValue`. Throws StackRefused. */
export function resolve(value: Json, scope: Scope): Json | undefined {
  if (Array.isArray(value))
    return value.map((member) => resolve(member, scope)).filter((member) => member !== undefined);
  if (!isMap(value)) return value;
  const [[name = '', argument = ''] = [], ...others] = Object.entries(value);
  if (others.length === 0 && name === 'Ref') return scope.ref(textOf(argument));
  const intrinsic = others.length === 0 && Object.hasOwn(functions, name) ? functions[name] : undefined;
  return intrinsic ? intrinsic(argument, scope) : resolveMembers(value, scope);
}

function resolveMembers(value: JsonObject, scope: Scope): JsonObject {
  const members = Object.entries(value).map(([name, member]) => [name, resolve(member, scope)] as const);
  return Object.fromEntries(members.filter((pair): pair is [string, Json] => pair[1] !== undefined));
}
