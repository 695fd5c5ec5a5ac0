import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

/** One case of ../shared/cases/heat; its README describes the form. */
export interface Case {
  id: string;
  name: string;
  setup?: (Step & { sleep?: number })[];
  request: Request;
  expect: Expectation;
  then?: { request: Request; expect: Expectation }[];
  auth?: Auth;
}

export interface Step {
  request: Request;
  expect_status?: number;
  save?: Record<string, string>;
  auth?: Auth;
}

export interface Auth {
  project?: string;
  roles?: string[];
}

export interface Request {
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: unknown;
  raw_body?: string;
  signal?: { deployment_id: string; details: unknown };
}

export interface Expectation {
  status: number;
  body?: unknown;
  headers?: Record<string, unknown>;
}

const folder = join(import.meta.dirname, '../../../../shared/cases/heat');

/** The recorded cases; none where the folder is not there. */
export const recordedCases = (): Case[] =>
  !existsSync(folder)
    ? []
    : readdirSync(folder)
        .filter((file) => file !== 'heat-cli.jsonl')
        .flatMap((file) => readFileSync(join(folder, file), 'utf8').trim().split('\n'))
        .map((line) => JSON.parse(line) as Case);

type Variables = Record<string, unknown>;

/** A value with its variables filled in. */
export function filled<Value>(value: Value, variables: Variables): Value {
  return fill(value, variables) as Value;
}

function fill(value: unknown, variables: Variables): unknown {
  if (typeof value === 'string') return filledText(value, variables);
  if (Array.isArray(value)) return value.map((one: unknown) => fill(one, variables));
  if (typeof value !== 'object' || value === null) return value;
  const { $repeat: repeat } = value as { $repeat?: [string, number] };
  if (repeat) return repeat[0].repeat(repeat[1]);
  const members = Object.entries(value).map(([name, one]) => [filledText(name, variables), fill(one, variables)]);
  return Object.fromEntries(members) as object;
}

function filledText(text: string, variables: Variables): unknown {
  const [, whole] = /^\{\{(\w+)\}\}$/.exec(text) ?? [];
  if (whole !== undefined && whole in variables) return variables[whole];
  return text.replace(/\{\{(\w+)\}\}/g, (all, name: string) => (name in variables ? String(variables[name]) : all));
}

/** JSON with Python's blanks: the size of a body counts. */
export function pythonJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, one]) => `${JSON.stringify(name)}: ${pythonJson(one)}`);
  return `{${members.join(', ')}}`;
}

/** What a dotted path leads to. */
export const at = (value: unknown, path: string): unknown =>
  path.split('.').reduce((one, name) => (one as Variables)[name], value);

const uuid = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/;
const time = '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$';
const operators: Record<string, (wanted: unknown, value: unknown) => boolean> = {
  $uuid: (_, value) => uuid.test(String(value)),
  $time: (wanted, value) => new RegExp(wanted === 1 ? time : String(wanted)).test(String(value)),
  $any: () => true,
  $len: (wanted, value) => listOf(value).length === wanted,
  $contains: (wanted, value) => String(value).includes(String(wanted)),
  $keys: (wanted, value) => isDeepStrictEqual(Object.keys(value as object).sort(), listOf(wanted).toSorted()),
  $has: (wanted, value) => listOf(value).some((one) => matches(wanted, one)),
  $hasnot: (wanted, value) => !listOf(value).some((one) => matches(wanted, one)),
  $map: (wanted, value) => {
    const [field, list] = wanted as [string, unknown[]];
    return isDeepStrictEqual(
      listOf(value).map((one) => at(one, field)),
      list,
    );
  },
  $set: (wanted, value) => isDeepStrictEqual(listOf(wanted).toSorted(), listOf(value).toSorted()),
  $all: (wanted, value) => listOf(wanted).every((one) => matches(one, value)),
};

const listOf = (value: unknown): unknown[] => value as unknown[];

/** Whether an answer is as a case expects it. */
export function matches(expected: unknown, value: unknown): boolean {
  if (typeof expected !== 'object' || expected === null) return Object.is(expected, value);
  if (Array.isArray(expected))
    return (
      Array.isArray(value) && value.length === expected.length && expected.every((one, i) => matches(one, value[i]))
    );
  const [[operator, wanted] = ['', undefined], ...others] = Object.entries(expected);
  const check = others.length === 0 ? operators[operator] : undefined;
  if (check) return check(wanted, value);
  const seen = Object(value) as Variables;
  return Object.entries(expected).every(([name, one]) =>
    isDeepStrictEqual(one, { $absent: true }) ? !(name in seen) : name in seen && matches(one, seen[name]),
  );
}
