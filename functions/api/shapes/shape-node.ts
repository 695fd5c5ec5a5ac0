import type { Contract, Shape } from '../contract.ts';
import { constraintsOf, type Constraint } from './constraint.ts';
import { enforced } from './exceptions.ts';

/** A shape made ready for walking values: references resolved, patterns compiled. */
export interface ShapeNode {
  type: string;
  constraints: Constraint[];
  /** Its values, or values within, must not be shown. */
  isSensitive: boolean;
  /** Holds no structure, so what is wrong within is told of the whole, as AWS does. */
  isSimple: boolean;
  /** Its values are JSON as they are: simple, and no timestamp within. */
  isJson: boolean;
  members: MemberNode[];
  /** A list's elements or a map's values. */
  element?: ShapeNode;
  key?: ShapeNode;
}

/** A structure's member; `place` is its name in messages, with a lower-case first letter. */
export interface MemberNode {
  name: string;
  place: string;
  isRequired: boolean;
  node: ShapeNode;
}

const nodes = new WeakMap<Contract, Map<string, ShapeNode>>();

/** The node of a contract's shape, made once; shapes may contain themselves. */
export function shapeNode(contract: Contract, name: string): ShapeNode {
  const known = nodes.get(contract) ?? new Map<string, ShapeNode>();
  nodes.set(contract, known);
  const found = known.get(name);
  if (found) return found;
  const declared = contract.shapes[name];
  if (!declared) throw new Error(`The contract of ${contract.service} has no shape ${name}`);
  const shape = enforced(contract.service, name, declared);
  const node: ShapeNode = {
    type: shape.type,
    constraints: constraintsOf(shape),
    isSensitive: shape.sensitive ?? false,
    isSimple: shape.type !== 'structure',
    isJson: shape.type !== 'structure' && shape.type !== 'timestamp',
    members: [],
  };
  known.set(name, node);
  fill(node, shape, contract);
  return node;
}

function fill(node: ShapeNode, shape: Shape, contract: Contract): void {
  const element = shape.member ?? shape.value;
  if (element) node.element = shapeNode(contract, element.shape);
  if (shape.key) node.key = shapeNode(contract, shape.key.shape);
  node.isSimple &&= node.element?.isSimple ?? true;
  node.isJson &&= node.element?.isJson ?? true;
  node.isSensitive ||= Boolean(node.element?.isSensitive || node.key?.isSensitive);
  for (const [name, { shape: member }] of Object.entries(shape.members ?? {}))
    node.members.push({
      name,
      place: name.charAt(0).toLowerCase() + name.slice(1),
      isRequired: shape.required?.includes(name) ?? false,
      node: shapeNode(contract, member),
    });
}
