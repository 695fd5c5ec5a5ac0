import type { Json } from '../../ports/json.ts';

// Everything else inside braces is the text of a script or a stylesheet and stays as it is.
const REFERENCE = /\{\{\s*(ssm:[\w./:-]+|(?:global|automation|variable):\w+|[A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)?)\s*\}\}/g;
const WHOLE = new RegExp(`^${REFERENCE.source}$`);

/** A `{{ reference }}` that has no value yet: its step has not run, or gave no such output. */
export class UnresolvedReference extends Error {
  override name = 'UnresolvedReference';
  readonly reference: string;

  constructor(reference: string) {
    super(`The reference {{ ${reference} }} has no value.`);
    this.reference = reference;
  }
}

/** Gives the value behind the inside of `{{ }}`, or undefined when there is none. */
export type Lookup = (reference: string) => Json | undefined;

/**
 * The inside of every `{{ }}` in the value that has the form of a reference: `name`, `step.Output`, `global:X`, `automation:EXECUTION_ID`,
 * `variable:NAME`, `ssm:/path`; keys of maps are not looked at.
 */
export function references(value: Json): string[] {
  if (typeof value === 'string') return value.includes('{{') ? inText(value) : [];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(references);
}

/**
 * The value with its references resolved: one that is a whole string keeps its type, one inside a longer string becomes text, and a list
 * in the place of a list item is spliced in. What a lookup gives is never expanded again, and the answer shares nothing with it.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-variables.html
 */
export function interpolate(value: Json, lookup: Lookup): Json {
  if (typeof value === 'string') return interpolateText(value, lookup);
  if (Array.isArray(value)) return value.flatMap((item) => interpolateItem(item, lookup));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, interpolate(member, lookup)]));
}

/** A value as it stands inside a longer string: strings raw, other scalars in JSON's words, maps and lists as compact JSON. */
export function embeddedText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function inText(text: string): string[] {
  return Array.from(text.matchAll(REFERENCE), ([, reference = '']) => reference);
}

function interpolateText(text: string, lookup: Lookup): Json {
  if (!text.includes('{{')) return text;
  const whole = WHOLE.exec(text)?.[1];
  if (whole !== undefined) return copy(resolve(whole, lookup));
  return text.replace(REFERENCE, (_, reference: string) => embeddedText(resolve(reference, lookup)));
}

// flatMap takes one level off: a whole reference's list becomes items, any other item stays one.
function interpolateItem(item: Json, lookup: Lookup): Json[] {
  const value = interpolate(item, lookup);
  return typeof item === 'string' && Array.isArray(value) ? value : [value];
}

function resolve(reference: string, lookup: Lookup): Json {
  const value = lookup(reference);
  if (value === undefined) throw new UnresolvedReference(reference);
  return value;
}

function copy(value: Json): Json {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(copy);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, copy(member)]));
}
