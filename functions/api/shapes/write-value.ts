import type { ShapeNode } from './shape-node.ts';

/** An action's output as its shape goes on the wire: known members only, dates as epoch seconds with milliseconds. */
export function writeValue(node: ShapeNode, value: unknown): unknown {
  if (value === undefined || value === null) return undefined;
  if (value instanceof Date) return value.getTime() / 1000;
  if (typeof value !== 'object') return value;
  if (node.isJson) return value;
  const { element } = node;
  if (!element) return writeStructure(node, value as Record<string, unknown>);
  return Array.isArray(value) ? value.map((one) => writeValue(element, one)) : writeMap(element, value);
}

function writeMap(element: ShapeNode, value: object): object {
  const result = Object.create(null) as Record<string, unknown>;
  for (const [name, one] of Object.entries(value)) result[name] = writeValue(element, one);
  return result;
}

function writeStructure(node: ShapeNode, value: Record<string, unknown>): object {
  const result: Record<string, unknown> = {};
  for (const { name, node: member } of node.members) {
    const one = value[name];
    if (one !== undefined && one !== null) result[name] = writeValue(member, one);
  }
  return result;
}
