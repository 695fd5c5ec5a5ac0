import type { Json } from '../json.ts';

/** JSON as Proton writes it into repositories: two spaces a level, ` : ` between name and value, lists on one line. */
export function jsonText(value: Json, indent = ''): string {
  if (Array.isArray(value))
    return value.length === 0 ? '[ ]' : `[ ${value.map((one) => jsonText(one, indent)).join(', ')} ]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  const members = Object.entries(value).map(
    ([name, one]) => `${inner}${JSON.stringify(name)} : ${jsonText(one, inner)}`,
  );
  return members.length === 0 ? '{ }' : `{\n${members.join(',\n')}\n${indent}}`;
}
