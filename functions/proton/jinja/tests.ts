import { remainder, operate } from './values/arithmetic.ts';
import { binder, isCallable, type Arguments, type Signature } from './values/callable.ts';
import { compare, equals, string } from './values/compare.ts';
import { contains, isIterable, size } from './values/iterate.ts';
import { isLower, isUpper } from './methods/string-case.ts';
import { session, type Operation } from './session.ts';
import { Dict } from './values/dict.ts';
import { Markup } from './values/markup.ts';
import { text } from './values/repr.ts';
import { Undefined } from './values/undefined.ts';
import { PyObject, type Value } from './values/value.ts';

type Entry = [name: string, test: Operation];

function test(signature: Signature, body: (args: Arguments) => boolean): Entry {
  const bind = binder(signature);
  return [signature.name.replace(/^test_/, ''), (args, kwargs) => body(bind(args, kwargs))];
}

function simple(name: string, body: (value: Value) => boolean): Entry {
  return test({ name: `test_${name}`, required: ['value'] }, ([value]) => body(value));
}

function divisible(value: Value, by: Value): boolean {
  if (typeof value === 'bigint' && typeof by === 'bigint') return remainder(value, by) === 0n;
  return equals(operate('%', value, by), 0n);
}

function isSequence(value: Value): boolean {
  if (value instanceof Undefined) return value.kind !== 'strict';
  if (value instanceof PyObject && !value.subscriptable()) return false;
  return size(value) !== undefined;
}

function aliases(names: string, body: (a: Value, b: Value) => boolean): Entry[] {
  return names.split(' ').map((name) => [name, test({ name, required: ['a', 'b'] }, ([a, b]) => body(a, b))[1]]);
}

/** Jinja2's tests, by name. */
export const builtinTests: ReadonlyMap<string, Operation> = new Map([
  simple('odd', (value) => equals(operate('%', value, 2n), 1n)),
  simple('even', (value) => equals(operate('%', value, 2n), 0n)),
  test({ name: 'test_divisibleby', required: ['value', 'num'] }, ([value, by]) => divisible(value, by)),
  simple('defined', (value) => !(value instanceof Undefined)),
  simple('undefined', (value) => value instanceof Undefined),
  simple('filter', (value) => typeof value === 'string' && session.filters.has(value)),
  simple('test', (value) => typeof value === 'string' && session.tests.has(value)),
  simple('none', (value) => value === null),
  simple('boolean', (value) => typeof value === 'boolean'),
  simple('false', (value) => value === false),
  simple('true', (value) => value === true),
  simple('integer', (value) => typeof value === 'bigint'),
  simple('float', (value) => typeof value === 'number'),
  simple('lower', (value) => isLower(text(value))),
  simple('upper', (value) => isUpper(text(value))),
  simple('string', (value) => string(value) !== undefined),
  simple('mapping', (value) => value instanceof Dict),
  simple('number', (value) => typeof value === 'bigint' || typeof value === 'number' || typeof value === 'boolean'),
  simple('sequence', isSequence),
  simple('iterable', isIterable),
  simple('callable', isCallable),
  test({ name: 'test_sameas', required: ['value', 'other'] }, ([value, other]) => value === other),
  simple('escaped', (value) => value instanceof Markup),
  ...aliases('in', (value, container) => contains(container, value)),
  ...aliases('== eq equalto', equals),
  ...aliases('!= ne', (a, b) => !equals(a, b)),
  ...aliases('> gt greaterthan', (a, b) => compare(a, b, '>')),
  ...aliases('>= ge', (a, b) => compare(a, b, '>=')),
  ...aliases('< lt lessthan', (a, b) => compare(a, b, '<')),
  ...aliases('<= le', (a, b) => compare(a, b, '<=')),
]);
