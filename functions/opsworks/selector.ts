import { invalid, resourceNotFound, type Kind } from './errors.ts';

/**
 * The one member by which a Describe call says what it is about. Throws ValidationException with the API's words where none or several are given;
 * an empty list names nothing.
 */
export function onlySelector<Input extends object, Name extends keyof Input>(
  input: Input,
  names: readonly Name[],
  words: string,
): Name {
  const given = names.filter((name) => input[name] !== undefined);
  const [only] = given;
  if (only === undefined || given.length > 1 || isEmptyList(input[only])) throw invalid(words);
  return only;
}

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

/** What stands behind each id, in their order, each once. Throws ResourceNotFoundException with all that are unknown. */
export async function allOf<Found>(
  kind: Kind,
  ids: readonly string[],
  find: (id: string) => Promise<Found | undefined>,
): Promise<Found[]> {
  const wanted = [...new Set(ids)];
  const found = await Promise.all(wanted.map(find));
  const unknown = wanted.filter((_, index) => found[index] === undefined);
  if (unknown.length > 0) throw resourceNotFound(kind, ...unknown);
  return found.filter((one) => one !== undefined);
}
