import { BlockList, isIP } from 'node:net';
import { isMap, type Json, type JsonObject } from '../../ports/json.ts';
import { anythingBut } from './anything-but.ts';
import { InvalidPattern } from './invalid-pattern.ts';
import { numericTest } from './numeric.ts';
import { textTests } from './text-test.ts';

/** Whether a value of an event, no list and no object, is one that a pattern asks for. */
export type Test = (value: Json) => boolean;

/** What one element of a pattern's list asks of a value. Throws InvalidPattern. */
export function valueTest(condition: Json): Test {
  if (Array.isArray(condition)) throw new InvalidPattern('Match value must be String, number, true, false, or null');
  return isMap(condition) ? expressionTest(condition) : (value) => value === condition;
}

function expressionTest(expression: JsonObject): Test {
  const [first, ...others] = Object.entries(expression);
  if (!first) throw new InvalidPattern('Match expression name not found');
  const [name, operand] = first;
  const make = Object.hasOwn(makers, name) ? makers[name] : undefined;
  if (!make) throw new InvalidPattern(`Unrecognized match type ${name}`);
  const test = make(operand);
  if (others.length > 0) throw new InvalidPattern('Only one key allowed in match expression');
  return test;
}

const makers: Record<string, (operand: Json) => Test> = {
  exactly: (operand) => textTests.exactly(textOf(operand, 'exact')),
  prefix: (operand) => affix('prefix', operand),
  suffix: (operand) => affix('suffix', operand),
  'equals-ignore-case': (operand) => textTests['equals-ignore-case'](textOf(operand, 'equals-ignore-case')),
  wildcard: (operand) => textTests.wildcard(textOf(operand, 'wildcard')),
  numeric: numericTest,
  cidr,
  exists,
  'anything-but': anythingBut,
};

function textOf(operand: Json, kind: string): string {
  if (typeof operand !== 'string') throw new InvalidPattern(`${kind} match pattern must be a string`);
  return operand;
}

function affix(kind: 'prefix' | 'suffix', operand: Json): Test {
  const inner = isMap(operand) ? operand['equals-ignore-case'] : undefined;
  if (isMap(operand) && typeof inner === 'string' && Object.keys(operand).length === 1)
    return textTests[kind](inner, true);
  return textTests[kind](textOf(operand, kind));
}

function exists(operand: Json): Test {
  if (typeof operand !== 'boolean') throw new InvalidPattern('exists match pattern must be either true or false.');
  return () => operand;
}

function cidr(operand: Json): Test {
  if (typeof operand !== 'string') throw new InvalidPattern('prefix match pattern must be a string');
  const [address = '', mask = '', ...rest] = operand.split('/');
  if (rest.length > 0 || !operand.includes('/')) throw new InvalidPattern("Malformed CIDR, one '/' required");
  if (!/^\d{1,3}$/.test(mask)) throw new InvalidPattern('Malformed CIDR, mask bits must be an integer');
  const version = isIP(address);
  if (!version) throw new InvalidPattern(`Nonstandard IP address: ${address}`);
  const most = version === 4 ? 32 : 128;
  if (Number(mask) > most) throw new InvalidPattern(`IPv${version} mask bits must be < ${most}`);
  const range = new BlockList();
  range.addSubnet(address, Number(mask), `ipv${version}` as 'ipv4' | 'ipv6');
  return (value) =>
    typeof value === 'string' && isIP(value) === version && range.check(value, version === 4 ? 'ipv4' : 'ipv6');
}
