import { serializationException } from '../errors.ts';
import { constraintFailure, elementRule, keepsRules, keyRule, nullFailure } from './failure.ts';
import type { MemberNode, ShapeNode } from './shape-node.ts';

/**
 * Reads a JSON value as its shape: unknown members are dropped, timestamps become dates, maps get no prototype.
 * A value of another type throws SerializationException; every broken rule is added to `failures`, in AWS's words.
 */
export function readValue(node: ShapeNode, value: unknown, failures: string[]): unknown {
  return read(node, value, { place: '', failures });
}

/** Where the reader is: `place` is the path in messages; without `failures` the rules are told of something around. */
interface Position {
  place: string;
  failures?: string[] | undefined;
}

function read(node: ShapeNode, value: unknown, position: Position): unknown {
  const result = readAs(node, value, position);
  const { place, failures } = position;
  if (failures === undefined) return result;
  for (const { text, holds } of node.constraints)
    if (!holds(result)) failures.push(constraintFailure(node, result, { place, text }));
  return result;
}

function readAs(node: ShapeNode, value: unknown, position: Position): unknown {
  if (node.type === 'structure') return readStructure(node, value, position);
  if (node.type === 'list') return readList(node, value, position);
  if (node.type === 'map') return readMap(node, value, position);
  return readScalar(node.type, value);
}

function readStructure(node: ShapeNode, value: unknown, position: Position): object {
  const source = objectOf(value, 'structure');
  const result: Record<string, unknown> = {};
  for (const member of node.members) {
    const given = Object.hasOwn(source, member.name) ? source[member.name] : null;
    if (given !== null) result[member.name] = read(member.node, given, inMember(member, position));
    else if (member.isRequired) position.failures?.push(nullFailure(inMember(member, position).place));
  }
  return result;
}

const inMember = (member: MemberNode, { place, failures }: Position): Position => ({
  place: place === '' ? member.place : `${place}.${member.place}`,
  failures,
});

function readList(node: ShapeNode, value: unknown, { place, failures }: Position): unknown[] {
  const { element } = node;
  if (!element) throw new Error('A list shape without a member shape');
  if (!Array.isArray(value)) throw wrongType(value, 'list');
  const result = value.map((one: unknown, index) => {
    const inner = `${place}.${index + 1}.member`;
    if (one !== null) return read(element, one, element.isSimple ? { place } : { place: inner, failures });
    failures?.push(nullFailure(inner));
    return null;
  });
  if (failures && element.isSimple && !result.every((one) => one === null || keepsRules(element, one)))
    failures.push(constraintFailure(node, result, { place, text: elementRule(element) }));
  return result;
}

function readMap(node: ShapeNode, value: unknown, { place, failures }: Position): object {
  const { key, element } = node;
  if (!key || !element) throw new Error('A map shape without a key or value shape');
  const result = Object.create(null) as Record<string, unknown>;
  for (const [name, one] of Object.entries(objectOf(value, 'map'))) {
    if (one === null) continue;
    result[name] = read(element, one, element.isSimple ? { place } : { place: `${place}.${name}.member`, failures });
  }
  if (!failures) return result;
  if (!Object.keys(result).every((name) => keepsRules(key, name)))
    failures.push(constraintFailure(node, result, { place, text: keyRule(key) }));
  if (element.isSimple && !Object.values(result).every((one) => keepsRules(element, one)))
    failures.push(constraintFailure(node, result, { place, text: elementRule(element, 'Map value') }));
  return result;
}

function objectOf(value: unknown, type: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrongType(value, type);
  return value as Record<string, unknown>;
}

function readScalar(type: string, value: unknown): unknown {
  switch (type) {
    case 'string':
      if (typeof value === 'string') return value;
      break;
    case 'boolean':
      if (typeof value === 'boolean') return value;
      break;
    case 'timestamp':
      if (typeof value === 'number' && !Number.isNaN(new Date(value * 1000).getTime())) return new Date(value * 1000);
      break;
    case 'integer':
      if (typeof value === 'number' && (value | 0) === value) return value;
      break;
    case 'long':
      if (Number.isSafeInteger(value)) return value;
      break;
    case 'float':
    case 'double':
      if (typeof value === 'number' && Number.isFinite(value)) return value;
      break;
    default:
      throw new Error(`A contract with a shape of type ${type}`);
  }
  throw wrongType(value, type);
}

/** The words of AWS's deserializer, which never echo the value. */
function wrongType(value: unknown, type: string): Error {
  if (Array.isArray(value)) return serializationException('Start of list found where not expected');
  if (typeof value === 'object') return serializationException('Start of structure or map found where not expected');
  if (type === 'structure' || type === 'list' || type === 'map') return serializationException('Unexpected field type');
  const token = typeof value === 'boolean' ? String(value).toUpperCase() : (typeof value).toUpperCase();
  return serializationException(`${token}_VALUE cannot be converted to ${type[0]?.toUpperCase()}${type.slice(1)}`);
}
