import { isDeepStrictEqual } from 'node:util';
import type { YAMLMap, YAMLSeq } from 'yaml';
import { InvalidYaml, isMapping, type Mapping, member, plain, readYaml, type Value } from '../yaml.ts';

/**
 * The text of a service's spec with one more instance, or another in the place of one of this name, which is taken from another spec as it is written
 * there. All else stays as it is written, comments, quotes and order too.
 */
export async function withInstance(text: string, other: string, name: string): Promise<string> {
  const entry = entryNamed(other, name);
  const wanted = merged(text, entry);
  const inFlow = JSON.stringify(plain(entry));
  const [into, from] = [await instancesIn(text), await instancesIn(other)];
  const source = from && sourceOf(other, itemNamed(from, name));
  const written = into ? [source, inFlow].map((one) => one && spliced(text, into, { name, entry: one })) : [];
  // An alias may be of elsewhere, and a block cannot stand in brackets: the first that says what it should is taken.
  return written.find((one) => one && says(one, wanted)) ?? `${JSON.stringify(plain(wanted))}\n`;
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
  const before = Array.isArray(instances) ? instances : [];
  const at = before.findIndex((one) => member(one, 'name') === member(entry, 'name'));
  return { ...(isMapping(spec) && spec), instances: at < 0 ? [...before, entry] : before.with(at, entry) };
}

/** The list of instances with the places of its items in the text; undefined where the text has no such list of its own. */
async function instancesIn(text: string): Promise<YAMLSeq<YAMLMap> | undefined> {
  const { isMap, isSeq, parseDocument } = await import('yaml');
  const document = parseDocument(text, { version: '1.1', uniqueKeys: false, logLevel: 'silent' });
  const found = document.get('instances', true);
  if (!isSeq(found)) return undefined;
  return found.items.every((item) => isMap(item)) ? (found as YAMLSeq<YAMLMap>) : undefined;
}

const itemNamed = ({ items }: YAMLSeq<YAMLMap>, name: string): YAMLMap | undefined =>
  items.find((item) => item.get('name') === name);

/** Where a node begins and ends, without the space and the line breaks after it. */
function rangeOf(text: string, { range }: YAMLMap | YAMLSeq): { start: number; end: number } {
  const [start, end] = range ?? [0, 0];
  return { start, end: start + text.slice(start, end).trimEnd().length };
}

const columnOf = (text: string, at: number): number => at - (text.lastIndexOf('\n', at - 1) + 1);

/** An entry as it is written, its lines as far in as they are in the entry itself. */
function sourceOf(text: string, item: YAMLMap | undefined): string | undefined {
  if (!item) return undefined;
  const { start, end } = rangeOf(text, item);
  const margin = new RegExp(`^ {0,${columnOf(text, start)}}`);
  const [first = '', ...others] = text.slice(start, end).split(/\r?\n/);
  return [first, ...others.map((line) => line.replace(margin, ''))].join('\n');
}

/** The text with an entry in the place of that of the same name, or after the last. */
function spliced(text: string, list: YAMLSeq<YAMLMap>, { name, entry }: { name: string; entry: string }): string {
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n';
  const indented = (column: number): string => entry.replaceAll('\n', `${lineBreak}${' '.repeat(column)}`);
  const before = itemNamed(list, name);
  if (before) {
    const { start, end } = rangeOf(text, before);
    return `${text.slice(0, start)}${indented(columnOf(text, start))}${text.slice(end)}`;
  }
  const { start, end } = rangeOf(text, list);
  if (list.flow) return `${text.slice(0, end - 1)}, ${entry}${text.slice(end - 1)}`;
  // A comment behind the last entry stays behind it.
  const rest = /\r?\n|$/.exec(text.slice(end));
  const at = end + (rest?.index ?? 0);
  const column = columnOf(text, start);
  return `${text.slice(0, at)}${lineBreak}${' '.repeat(column)}- ${indented(column + 2)}${text.slice(at)}`;
}

function says(text: string, wanted: Mapping): boolean {
  try {
    return isDeepStrictEqual(plain(readYaml(text)), plain(wanted));
  } catch (error) {
    if (error instanceof InvalidYaml) return false;
    throw error;
  }
}
