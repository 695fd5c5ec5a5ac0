import { isMap, type Json } from '../../ports/json.ts';

const step = /^(?:\.([A-Za-z0-9_/-]+)|\.?\*|\[(\d+|\*)\])/;

/** Whether a text is a path as EventBridge takes them: dots, indices in brackets, wildcards. */
export const isPath = (path: string): boolean => stepsOf(path) !== undefined;

/**
 * What stands at a path of an event, a list of all where the path has wildcards; undefined where nothing does.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export function valueAt(event: Json, path: string): Json | undefined {
  let found: Json[] = [event];
  const steps = stepsOf(path) ?? [];
  for (const one of steps) found = found.flatMap((value) => inside(value, one));
  return steps.includes('*') ? found : found[0];
}

function stepsOf(path: string): string[] | undefined {
  if (!path.startsWith('$')) return undefined;
  const steps: string[] = [];
  for (let rest = path.slice(1); rest !== '';) {
    const [whole, name, index] = step.exec(rest) ?? [];
    if (!whole) return undefined;
    steps.push(name ?? index ?? '*');
    rest = rest.slice(whole.length);
  }
  return steps;
}

function inside(value: Json, one: string): Json[] {
  if (Array.isArray(value))
    return one === '*' ? value : /^\d+$/.test(one) ? value.slice(Number(one), Number(one) + 1) : [];
  if (!isMap(value)) return [];
  if (one === '*') return Object.values(value);
  const own = Object.hasOwn(value, one) ? value[one] : undefined;
  return own === undefined ? [] : [own];
}
