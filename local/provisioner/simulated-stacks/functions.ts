import { isMap, type Json } from '../../../functions/ports/json.ts';
import { resolve, type Scope } from './resolve.ts';
import { StackRefused, textOf } from '../../../functions/ports/cloudformation-template.ts';

type Intrinsic = (argument: Json, scope: Scope) => Json | undefined;

const refuse = (name: string, must: string): StackRefused =>
  new StackRefused(`Template error: every ${name} object ${must}`);

/** The resolved members of an argument that must be a list of so many. */
function list(name: string, argument: Json, { count, scope }: { count: number; scope: Scope }): Json[] {
  if (!Array.isArray(argument) || argument.length < count) throw refuse(name, `requires ${count} parameters`);
  return argument.map((member) => resolve(member, scope) ?? '');
}

const isTrue = (value: Json | undefined): boolean => value === true || value === 'true';

const getAttribute: Intrinsic = (argument, scope) => {
  const [name, ...rest] = Array.isArray(argument) ? argument : textOf(argument).split('.');
  if (typeof name !== 'string' || rest.length === 0)
    throw refuse('Fn::GetAtt', 'must have two non-empty parameters, the resource name and the resource attribute');
  return scope.attribute(name, rest.map((part) => textOf(resolve(part, scope) ?? '')).join('.'));
};

const join: Intrinsic = (argument, scope) => {
  const [delimiter = '', values] = list('Fn::Join', argument, { count: 2, scope });
  if (!Array.isArray(values))
    throw refuse('Fn::Join', 'requires two parameters, (1) a string delimiter and (2) a list of strings to be joined');
  return values.map(textOf).join(textOf(delimiter));
};

const select: Intrinsic = (argument, scope) => {
  const [index = '', values] = list('Fn::Select', argument, { count: 2, scope });
  if (!Array.isArray(values)) throw refuse('Fn::Select', 'requires two parameters, the second a list');
  const chosen = values[Number(index)];
  if (chosen === undefined)
    throw new StackRefused('Template error: Fn::Select cannot select nonexistent value at index ' + textOf(index));
  return chosen;
};

const split: Intrinsic = (argument, scope) => {
  const [delimiter = '', value = ''] = list('Fn::Split', argument, { count: 2, scope });
  return textOf(value).split(textOf(delimiter));
};

const substitute: Intrinsic = (argument, scope) => {
  const [pattern, given = {}] = Array.isArray(argument) ? argument : [argument];
  if (typeof pattern !== 'string' || !isMap(given))
    throw refuse('Fn::Sub', 'must have a string, and may have a map of variables');
  return pattern.replace(/\$\{(!?)([^}]*)\}/g, (_, literal: string, written: string) => {
    if (literal) return `\${${written}}`;
    const name = written.trim();
    if (Object.hasOwn(given, name)) return textOf(resolve(given[name] ?? '', scope) ?? '');
    const [first = '', ...rest] = name.split('.');
    return textOf((rest.length > 0 ? scope.attribute(first, rest.join('.')) : scope.ref(first)) ?? '');
  });
};

const findInMap: Intrinsic = (argument, scope) => {
  const [map = '', top = '', second = ''] = list('Fn::FindInMap', argument, { count: 3, scope }).map(textOf);
  const { [map]: found } = scope.mappings;
  const row = isMap(found) ? found[top] : undefined;
  const value = isMap(row) ? row[second] : undefined;
  if (value === undefined)
    throw new StackRefused(`Template error: Unable to get mapping for ${map}::${top}::${second}`);
  return value;
};

const choose: Intrinsic = (argument, scope) => {
  if (!Array.isArray(argument) || argument.length !== 3) throw refuse('Fn::If', 'requires a list of three members');
  const [condition = '', then = '', otherwise = ''] = argument;
  return resolve(scope.condition(textOf(condition)) ? then : otherwise, scope);
};

/** Blocks of `2 ** bits` addresses, one after the other, of an IPv4 block. */
const cidr: Intrinsic = (argument, scope) => {
  const [block = '', count = 1, bits = 8] = list('Fn::Cidr', argument, { count: 2, scope });
  const [address = ''] = textOf(block).split('/');
  const base = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  if (!Number.isInteger(base)) throw refuse('Fn::Cidr', 'requires a valid IPv4 block');
  const size = 2 ** Number(bits);
  return Array.from({ length: Number(count) }, (_, at) => `${dotted(base + at * size)}/${32 - Number(bits)}`);
};

const dotted = (address: number): string => [24, 16, 8, 0].map((shift) => (address / 2 ** shift) & 255).join('.');

/** The functions of CloudFormation's template language. Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html */
export const functions: Record<string, Intrinsic> = {
  Condition: (argument, scope) => scope.condition(textOf(argument)),
  'Fn::And': (argument, scope) => list('Fn::And', argument, { count: 2, scope }).every(isTrue),
  'Fn::Base64': (argument, scope) => Buffer.from(textOf(resolve(argument, scope) ?? '')).toString('base64'),
  'Fn::Cidr': cidr,
  'Fn::Equals': (argument, scope) => {
    const [one = '', other = ''] = list('Fn::Equals', argument, { count: 2, scope });
    return textOf(one) === textOf(other);
  },
  'Fn::FindInMap': findInMap,
  'Fn::GetAZs': (argument, scope) => {
    const region = textOf(resolve(argument, scope) ?? '') || scope.region;
    return ['a', 'b', 'c'].map((zone) => region + zone);
  },
  'Fn::GetAtt': getAttribute,
  'Fn::If': choose,
  'Fn::ImportValue': (argument, scope) => scope.exported(textOf(resolve(argument, scope) ?? '')),
  'Fn::Join': join,
  'Fn::Length': (argument, scope) => {
    const value = resolve(argument, scope);
    return Array.isArray(value) ? value.length : 0;
  },
  'Fn::Not': (argument, scope) => !isTrue(list('Fn::Not', argument, { count: 1, scope })[0]),
  'Fn::Or': (argument, scope) => list('Fn::Or', argument, { count: 2, scope }).some(isTrue),
  'Fn::Select': select,
  'Fn::Split': split,
  'Fn::Sub': substitute,
  'Fn::ToJsonString': (argument, scope) => JSON.stringify(resolve(argument, scope)),
};
