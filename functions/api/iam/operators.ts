import { BlockList, isIP } from 'node:net';
import { matches, matchesArn, readArn } from './pattern.ts';
import type { Context } from './request-context.ts';
import { readTemplate, resolve, type Reading } from './template.ts';
import type { Truth } from './truth.ts';

/** Compares a value of the request; undefined where it is not of the operator's kind. */
export type Comparison = (value: string, context: () => Context) => Truth;

/** Reads a value of a policy; undefined where it is malformed. `variables` says whether the policy's version has them. */
type Read = (value: string, variables: boolean) => Comparison | undefined;

/** A condition operator, without prefix and suffix; a negated one holds when no value of the policy fits. */
export interface Operator {
  read: Read;
  isNegated: boolean;
}

const text = (how: Omit<Reading, 'variables'> = {}): Read => {
  return (value, variables) => {
    const template = readTemplate(value, { ...how, variables });
    if (!template) return undefined;
    return (given, context) => {
      const pattern = resolve(template, context);
      if (typeof pattern === 'string') return pattern === 'unknown' ? undefined : false;
      return matches(pattern, how.fold ? given.toLowerCase() : given);
    };
  };
};

const arn: Read = (value, variables) => {
  const template = readTemplate(value, { wildcards: true, variables });
  if (!template || !readArn(value.replace(/\$\{.*?\}/g, '::::::'))) return undefined;
  return (given, context) => {
    const pattern = resolve(template, context);
    const fields = readArn(given);
    if (pattern === 'unknown' || !fields) return undefined;
    return pattern !== 'missing' && matchesArn(pattern, fields);
  };
};

const ordered =
  (measure: (value: string) => number | undefined, compare: (given: number, limit: number) => boolean): Read =>
  (value) => {
    const limit = measure(value);
    if (limit === undefined) return undefined;
    return (given) => {
      const measured = measure(given);
      return measured === undefined ? undefined : compare(measured, limit);
    };
  };

const decimal = /^[+-]?\d+(\.\d+)?$/;
const instant = /^\d{4}-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?$/;

const numberOf = (value: string): number | undefined => (decimal.test(value) ? Number(value) : undefined);

/** Epoch seconds, or a date of https://www.w3.org/TR/NOTE-datetime with its time zone; in milliseconds. */
function timeOf(value: string): number | undefined {
  if (decimal.test(value)) return Number(value) * 1000;
  const time = instant.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(time) ? undefined : time;
}

const claim = /^(true|false)$/i;

const boolean: Read = (value) =>
  claim.test(value)
    ? (given) => (claim.test(given) ? given.toLowerCase() === value.toLowerCase() : undefined)
    : undefined;

const binary: Read = (value) =>
  /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(value)
    ? (given) => Buffer.from(given).equals(Buffer.from(value, 'base64'))
    : undefined;

const address: Read = (value) => {
  const [, ip = '', bits] = /^([^/%]+)(?:\/(\d{1,3}))?$/.exec(value) ?? [];
  const [longest, family] = isIP(ip) === 4 ? ([32, 'ipv4'] as const) : ([128, 'ipv6'] as const);
  const prefix = Number(bits ?? longest);
  if (isIP(ip) === 0 || prefix > longest) return undefined;
  const range = new BlockList();
  range.addSubnet(ip, prefix, family);
  return (given) => (isIP(given) === 0 ? undefined : range.check(given, isIP(given) === 4 ? 'ipv4' : 'ipv6'));
};

const negatable: Record<string, Read> = {
  StringEquals: text(),
  StringEqualsIgnoreCase: text({ fold: true }),
  StringLike: text({ wildcards: true }),
  NumericEquals: ordered(numberOf, (given, limit) => given === limit),
  DateEquals: ordered(timeOf, (given, limit) => given === limit),
  IpAddress: address,
  ArnEquals: arn,
  ArnLike: arn,
};

const others: Record<string, Read> = {
  NumericLessThan: ordered(numberOf, (given, limit) => given < limit),
  NumericLessThanEquals: ordered(numberOf, (given, limit) => given <= limit),
  NumericGreaterThan: ordered(numberOf, (given, limit) => given > limit),
  NumericGreaterThanEquals: ordered(numberOf, (given, limit) => given >= limit),
  DateLessThan: ordered(timeOf, (given, limit) => given < limit),
  DateLessThanEquals: ordered(timeOf, (given, limit) => given <= limit),
  DateGreaterThan: ordered(timeOf, (given, limit) => given > limit),
  DateGreaterThanEquals: ordered(timeOf, (given, limit) => given >= limit),
  Bool: boolean,
  BinaryEquals: binary,
};

const negation = (name: string): string =>
  name === 'IpAddress' ? 'NotIpAddress' : name.replace(/(?=Equals|Like)/, 'Not');

const named = (reads: Record<string, Read>, isNegated: boolean): [string, Operator][] =>
  Object.entries(reads).map(([name, read]) => [name, { read, isNegated }]);

/**
 * The condition operators by name, but for Null.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export const operators: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ...named({ ...negatable, ...others }, false),
  ...named(Object.fromEntries(Object.entries(negatable).map(([name, read]) => [negation(name), read])), true),
]);
