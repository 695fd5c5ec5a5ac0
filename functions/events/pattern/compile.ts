import { isMap, type Json, type JsonObject } from '../../ports/json.ts';
import { InvalidPattern } from './invalid-pattern.ts';
import { nested } from './nested.ts';
import { type Test, valueTest } from './value-test.ts';

/** Whether an event, as EventBridge writes it, fits a pattern. */
export type Pattern = (event: JsonObject) => boolean;

/** Looks at one place of an event; `event` is the whole of it. */
type Matcher = (value: Json | undefined, event: Json) => boolean;

/**
 * The pattern that a text says: fields are all to fit, values of one field and the branches of `$or` one of them; several fields below a list must fit
 * in the same element of it. Throws InvalidPattern in the words of AWS's event-ruler.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-content-based-filtering.html
 */
export function compilePattern(text: string): Pattern {
  const pattern = parsed(text);
  if (!isMap(pattern)) throw new InvalidPattern('Filter is not an object');
  const matches = objectMatcher(nested(pattern), []);
  return (event) => {
    const whole = nested(event);
    return matches(whole, whole);
  };
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw new InvalidPattern((error as Error).message);
  }
}

const reserved = new Set([
  'exactly',
  'prefix',
  'suffix',
  'anything-but',
  'numeric',
  'exists',
  'cidr',
  'equals-ignore-case',
  'wildcard',
]);

function objectMatcher(pattern: JsonObject, path: string[], isBranch = false): Matcher {
  const entries = Object.entries(pattern);
  if (entries.length === 0) throw new InvalidPattern('Empty objects are not allowed');
  const fields = entries
    .filter(([name]) => name !== '$or')
    .map(([name, wanted]): [string, Matcher] => [name, fieldMatcher(wanted, [...path, name], isBranch)]);
  const branches = pattern['$or'] === undefined ? undefined : branchesOf(pattern['$or'], path);
  const matches: Matcher = (value, event) => {
    if (Array.isArray(value)) return elementsOf(value).some((element) => matches(element, event));
    const place = (name: string) => (isMap(value) && Object.hasOwn(value, name) ? value[name] : undefined);
    return (
      fields.every(([name, field]) => field(place(name), event)) &&
      (!branches || branches.some((branch) => branch(value, event)))
    );
  };
  return matches;
}

/** The elements of a list and of the lists in it; one that is empty is as good as absent. */
const elementsOf = (list: Json[]): (Json | undefined)[] => {
  const elements = flat(list);
  return elements.length > 0 ? elements : [undefined];
};

const flat = (list: Json[]): Json[] => list.flatMap((one) => (Array.isArray(one) ? flat(one) : [one]));

function fieldMatcher(wanted: Json, path: string[], isBranch: boolean): Matcher {
  const name = path.at(-1) ?? '';
  if (isBranch && reserved.has(name))
    throw new InvalidPattern(`${name} is Ruler reserved fieldName which cannot be used inside $or.`);
  if (Array.isArray(wanted)) return leafMatcher(wanted, path);
  if (isMap(wanted)) return objectMatcher(wanted, path, isBranch);
  throw new InvalidPattern(`"${name}" must be an object or an array`);
}

function branchesOf(branches: Json, path: string[]): Matcher[] {
  if (!Array.isArray(branches)) throw new InvalidPattern('It must be an Array followed with $or.');
  const matchers = branches.map((branch) => {
    if (!isMap(branch)) throw new InvalidPattern('Only JSON object is allowed in array of $or relationship.');
    return objectMatcher(nested(branch), path, true);
  });
  if (matchers.length < 2) throw new InvalidPattern('There must have at least 2 Objects in $or relationship.');
  return matchers;
}

function leafMatcher(conditions: Json[], path: string[]): Matcher {
  if (conditions.length === 0) throw new InvalidPattern('Empty arrays are not allowed');
  const isAbsenceWanted = conditions.some((condition) => isMap(condition) && condition.exists === false);
  const tests: Test[] = conditions.map(valueTest);
  return (value, event) =>
    valuesOf(value).some((one) => tests.some((test) => test(one))) || (isAbsenceWanted && !isThere(event, path));
}

/** What of a field's value can be compared: objects have fields of their own. */
const valuesOf = (value: Json | undefined): Json[] => {
  if (Array.isArray(value)) return flat(value).filter((one) => !isMap(one));
  return value === undefined || isMap(value) ? [] : [value];
};

/** Whether an event has a value at a path, in whatever element of the lists on the way. */
function isThere(value: Json | undefined, [name, ...rest]: string[]): boolean {
  if (Array.isArray(value)) return value.some((element) => isThere(element, name === undefined ? [] : [name, ...rest]));
  if (name === undefined) return valuesOf(value).length > 0;
  return isMap(value) && Object.hasOwn(value, name) && isThere(value[name], rest);
}
