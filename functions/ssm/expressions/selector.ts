import type { Json } from '../../ports/json.ts';
import { memoize } from '../../api/memoize.ts';

/** One part of a selector: a member or an index, at this level or (`deep`) at any level below. */
interface Segment {
  at: string | number;
  deep: boolean;
}

interface Selector {
  segments: Segment[];
  /** Without a deep scan there is one answer, not a list. */
  isDefinite: boolean;
}

/** A Selector or PropertySelector that is not of the JSONPath subset a runbook may use. */
export class InvalidSelector extends Error {
  override name = 'InvalidSelector';
}

const MOST_SEGMENTS = 64;
const SEGMENT = /(\.\.?)([^.[\]*?()'"\s]+)|(\.\.)?\[(?:(\d{1,9})|'([^']*)'|"([^"]*)")\]/y;
const parsed = memoize(parse, 1000);

/**
 * What a selector finds in an action's response (a tree, as JSON.parse makes it): undefined when there is nothing; always a list once `..`
 * is in it. The subset is `$` (optional), `.key`, `['key']`, `..key` and `[n]`. The answer is part of the response, not a copy.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html
 */
export function select(selector: string, response: Json): Json | undefined {
  const { segments, isDefinite } = parsed(selector);
  let found: Json[] = [response];
  for (const { at, deep } of segments) found = deep ? scan(found, at) : found.flatMap((value) => member(value, at));
  return isDefinite ? found[0] : found;
}

/** Throws InvalidSelector, in words, unless `select` understands the selector. */
export function checkSelector(selector: string): void {
  parsed(selector);
}

function parse(selector: string): Selector {
  const segments = [...segmentsOf(selector)];
  if (segments.length > MOST_SEGMENTS) throw new InvalidSelector(`A selector has at most ${MOST_SEGMENTS} parts.`);
  return { segments, isDefinite: !segments.some(({ deep }) => deep) };
}

function* segmentsOf(selector: string): Generator<Segment> {
  const text = selector.trim();
  const path = text.startsWith('$') ? text.slice(1) : text.replace(/^(?![.[])/, '.');
  SEGMENT.lastIndex = 0;
  for (let end = 0; end < path.length; end = SEGMENT.lastIndex) {
    const [, dots, key, deep, index, single, double = ''] = SEGMENT.exec(path) ?? invalid(selector);
    yield { at: index === undefined ? (key ?? single ?? double) : Number(index), deep: (dots ?? deep) === '..' };
  }
}

function invalid(selector: string): never {
  throw new InvalidSelector(`The selector ${JSON.stringify(selector.slice(0, 200))} is invalid.`);
}

// A list of none or one; a list that is a member itself stays one thing.
function member(value: Json, at: string | number): Json[] {
  if (value === null || typeof value !== 'object') return [];
  if (Array.isArray(value)) return typeof at === 'number' && at < value.length ? [value[at] ?? null] : [];
  return typeof at === 'string' && Object.hasOwn(value, at) ? [value[at] ?? null] : [];
}

// Each part of the response is visited once however many values it is below, so several `..` do not multiply.
function scan(roots: Json[], at: string | number): Json[] {
  const found: Json[] = [];
  const visited = new Set<Json>();
  const waiting = roots.toReversed();
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (value === null || typeof value !== 'object' || visited.has(value)) continue;
    visited.add(value);
    found.push(...member(value, at));
    for (const child of Object.values(value).reverse()) waiting.push(child);
  }
  return found;
}
