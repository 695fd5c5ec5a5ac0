import { isMap, type Json, type JsonObject } from '../../ports/json.ts';
import { InvalidPattern } from './invalid-pattern.ts';
import { textTests } from './text-test.ts';
import type { Test } from './value-test.ts';

/** Every value but one, but those of a list, or but what a prefix, suffix, wildcard or text in either case describes. Throws InvalidPattern. */
export function anythingBut(operand: Json): Test {
  if (isMap(operand)) return notDescribed(operand);
  const values = Array.isArray(operand) ? operand : [operand];
  if (values.some((value) => typeof value !== 'string' && typeof value !== 'number'))
    throw new InvalidPattern(
      Array.isArray(operand)
        ? 'Inside anything but list, start|null|boolean is not supported.'
        : 'Value of anything-but must be an array or single string/number value.',
    );
  if (new Set(values.map((value) => typeof value)).size !== 1)
    throw new InvalidPattern(
      'Inside anything but list, either all values are number or string, mixed type is not supported',
    );
  return (value) => !values.includes(value);
}

const describers = {
  prefix: 'prefix/suffix match pattern must be a string',
  suffix: 'prefix/suffix match pattern must be a string',
  wildcard: 'wildcard match pattern must be a string',
  'equals-ignore-case': 'Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.',
} as const;

function notDescribed(operand: JsonObject): Test {
  const [[name, description] = ['', null], ...others] = Object.entries(operand);
  if (!name) throw new InvalidPattern('Anything-But expression name not found');
  if (!isDescriber(name)) throw new InvalidPattern(`Unsupported anything-but pattern: ${name}`);
  if (isMap(description))
    throw new InvalidPattern('Value of anything-but must be an array or single string/number value.');
  const texts = Array.isArray(description) ? description : [description];
  const tests = texts.map((text) => {
    if (typeof text !== 'string') throw new InvalidPattern(describers[name]);
    if (text === '' && (name === 'prefix' || name === 'suffix'))
      throw new InvalidPattern('Null prefix/suffix not allowed');
    return textTests[name](text);
  });
  if (tests.length === 0) throw new InvalidPattern('Empty arrays are not allowed');
  if (others.length > 0) throw new InvalidPattern('Only one key allowed in match expression');
  return (value) => !tests.some((test) => test(value));
}

const isDescriber = (name: string): name is keyof typeof describers => Object.hasOwn(describers, name);
