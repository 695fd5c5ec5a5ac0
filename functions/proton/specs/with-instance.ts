import { isDeepStrictEqual } from 'node:util';
import { InvalidYaml, isMapping, type Mapping, member, plain, readYaml, type Value } from '../yaml.ts';

/**
 * The text of a service's spec with one more instance, or another in the place of one of this name, which is taken from another spec. All else stays as
 * it is written, comments too, wherever the list of instances is one that a line can be added to.
 */
export function withInstance(text: string, other: string, name: string): string {
  const entry = entryNamed(other, name);
  const wanted = merged(text, entry);
  const written = `- ${JSON.stringify(plain(entry))}`;
  const added = addedAfter(text, written);
  return added !== undefined && says(added, wanted) ? added : `${JSON.stringify(plain(wanted))}\n`;
}

function entryNamed(text: string, name: string): Value {
  const instances = member(readYaml(text), 'instances');
  const found = Array.isArray(instances) ? instances.find((one) => member(one, 'name') === name) : undefined;
  if (found === undefined) throw new Error(`The spec has no instance ${name}.`);
  return found;
}

function merged(text: string, entry: Value): Mapping {
  const spec = readYaml(text);
  const instances = member(spec, 'instances');
  const others = (Array.isArray(instances) ? instances : []).filter(
    (one) => member(one, 'name') !== member(entry, 'name'),
  );
  return { ...(isMapping(spec) && spec), instances: [...others, entry] };
}

/** One line more below `instances:`, before the next member. */
function addedAfter(text: string, line: string): string | undefined {
  const lines = text.trimEnd().split('\n');
  const start = lines.findIndex((one) => /^instances:\s*(#.*)?$/.test(one));
  const indent = lines.slice(start + 1).find((one) => /^ *- /.test(one));
  if (start < 0 || indent === undefined) return undefined;
  const length = lines.slice(start + 1).findIndex((one) => /^[^\s#-]/.test(one));
  const end = length < 0 ? lines.length : start + 1 + length;
  const spaces = ' '.repeat(indent.length - indent.trimStart().length);
  return `${lines.toSpliced(end, 0, `${spaces}${line}`).join('\n')}\n`;
}

function says(text: string, wanted: Mapping): boolean {
  try {
    return isDeepStrictEqual(plain(readYaml(text)), plain(wanted));
  } catch (error) {
    if (error instanceof InvalidYaml) return false;
    throw error;
  }
}
