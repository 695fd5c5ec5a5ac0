import { invalid } from '../errors.ts';
import { Float } from '../jinja/index.ts';
import { isMapping, member, readYaml, type Value } from '../yaml.ts';

const word = '${Proton::CURRENT_VAL}';
const written = /"\$\{Proton::CURRENT_VAL\}"|'\$\{Proton::CURRENT_VAL\}'|\$\{Proton::CURRENT_VAL\}/g;

type Path = (string | number)[];

/**
 * The text of a service's spec with the stored values where it says `${Proton::CURRENT_VAL}`; instances are found by name, wherever they stand.
 * The rest of the text stays as it is. Throws ValidationException where nothing, or no single value, is stored.
 * Source: https://docs.aws.amazon.com/proton/latest/userguide/ag-svc-update.html
 */
export function withCurrentValues(text: string, stored: string): string {
  if (!text.includes(word)) return text;
  let count = 0;
  // Each occurrence gets a name, by which it is found in what the text says.
  const marked = text.replace(written, () => `"${mark(count++)}"`);
  const paths = new Map<string, Path>();
  const spec = readYaml(marked);
  find(spec, [], paths);
  const before = readYaml(stored);
  let at = 0;
  return text.replace(written, (found) => {
    const path = paths.get(mark(at++));
    return path ? inYaml(valueAt(before, path, spec), path) : found;
  });
}

const mark = (index: number): string => `quaymaster current value ${index}`;

function find(value: Value, path: Path, paths: Map<string, Path>): void {
  if (typeof value === 'string') paths.set(value, path);
  else if (Array.isArray(value)) value.forEach((one, at) => find(one, [...path, at], paths));
  else if (isMapping(value)) Object.entries(value).forEach(([name, one]) => find(one, [...path, name], paths));
}

function valueAt(stored: Value, path: Path, spec: Value): Value | undefined {
  let value: Value | undefined = stored;
  path.forEach((step, depth) => {
    const isInstance = depth === 1 && path[0] === 'instances';
    if (Array.isArray(value)) value = isInstance ? sameName(value, spec, Number(step)) : value[Number(step)];
    else value = member(value, String(step));
  });
  return value;
}

function sameName(stored: Value[], spec: Value, at: number): Value | undefined {
  const instances = member(spec, 'instances');
  const name = Array.isArray(instances) ? member(instances[at], 'name') : undefined;
  return stored.find((one) => member(one, 'name') === name);
}

/** A scalar as YAML of every version reads it back. */
function inYaml(value: Value | undefined, path: Path): string {
  if (value instanceof Float) return Number.isInteger(value.value) ? value.value.toFixed(1) : String(value.value);
  if (typeof value === 'bigint') return String(value);
  if (value === undefined || (typeof value === 'object' && value !== null))
    throw invalid(`The spec is not valid: ${path.join('.')} is ${word}, but no such single value is stored.`);
  return JSON.stringify(value);
}
