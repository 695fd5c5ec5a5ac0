import type { ShapeNode } from './shape-node.ts';

/** Whether a simple value and all it holds keep their rules. */
export function keepsRules(node: ShapeNode, value: unknown): boolean {
  if (!node.constraints.every((constraint) => constraint.holds(value))) return false;
  const { key, element } = node;
  if (!element) return true;
  if (Array.isArray(value)) return value.every((one) => one === null || keepsRules(element, one));
  const entries = Object.entries(value as object);
  return entries.every(([name, one]) => (!key || keepsRules(key, name)) && keepsRules(element, one));
}

/** The rules for a list's elements or a map's values, all of them, as AWS lists them when one element breaks one. */
export function elementRule(element: ShapeNode, subject = 'Member'): string {
  return `${subject} must satisfy constraint: [${rules(element).join(', ')}]`;
}

/** The rules for a map's keys. */
export const keyRule = (key: ShapeNode): string => `Map keys must satisfy constraint: [${rules(key).join(', ')}]`;

function rules({ constraints, key, element, type }: ShapeNode): string[] {
  const texts = constraints.map((constraint) => constraint.text);
  if (key && rules(key).length > 0) texts.push(keyRule(key));
  if (element && rules(element).length > 0) texts.push(elementRule(element, type === 'map' ? 'Map value' : 'Member'));
  return texts;
}

/** A required value that is absent. */
export const nullFailure = (place: string): string =>
  `Value null at '${place}' failed to satisfy constraint: Member must not be null`;

/** A value that breaks a rule; a sensitive one is not shown. */
export function constraintFailure(
  { isSensitive }: Pick<ShapeNode, 'isSensitive'>,
  value: unknown,
  { place, text }: { place: string; text: string },
): string {
  return `Value${isSensitive ? '' : ` '${show(value)}'`} at '${place}' failed to satisfy constraint: ${text}`;
}

/** A value as Java prints it: `[a, b]`, `{k=v}`. */
function show(value: unknown): string {
  if (value instanceof Date) return String(value.getTime() / 1000);
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  return `{${Object.entries(value)
    .map(([name, one]) => `${name}=${show(one)}`)
    .join(', ')}}`;
}
