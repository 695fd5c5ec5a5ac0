import { CORE_SCHEMA, type EventType, load, type State, YAMLException } from 'js-yaml';
import { type Place, placeAt } from '../functions/ssm/documents/content.ts';
import type { Path } from '../functions/ssm/documents/checks/problem.ts';

/** A value as it stands in a text: where it begins, and where each of its members (the name) or items does. */
interface Node {
  start: number;
  value: unknown;
  children: Node[];
}

/** Finds values of a YAML or JSON text by their paths; what cannot be found is where the value around it is. */
export function positionsIn(content: string): (path: Path) => Place {
  const root = treeOf(content);
  return (path) => placeAt(content, root ? indexOf(root, path) : 0);
}

// JSON is YAML but for oddities, and those have no places.
function treeOf(content: string): Node | undefined {
  const open: Node[] = [{ start: 0, value: undefined, children: [] }];
  const listener = (event: EventType, { position, result }: State) => {
    if (event === 'open') return void open.push({ start: begin(content, position), value: undefined, children: [] });
    const node = open.pop();
    if (node) open.at(-1)?.children.push({ ...node, value: result as unknown });
  };
  try {
    load(content, { schema: CORE_SCHEMA, json: true, listener });
  } catch (error) {
    if (error instanceof YAMLException) return undefined;
    throw error;
  }
  return open[0]?.children[0];
}

/** The parser says where it looks for a value; before it there may be space and comments. */
function begin(content: string, from: number): number {
  const blank = /(?:\s|#.*)*/y;
  blank.lastIndex = from;
  return from + (blank.exec(content)?.[0].length ?? 0);
}

function indexOf(node: Node, path: Path): number {
  let { start } = node;
  let at: Node | undefined = node;
  for (const name of path) {
    const found: Found | undefined = at && childOf(content(at), name);
    if (!found) return start;
    ({ start } = found);
    at = found.value;
  }
  return start;
}

interface Found {
  start: number;
  value: Node | undefined;
}

/** Before it knows what a value is, the parser tries it as the first name of a map, which then stands around it. */
function content(node: Node): Node {
  const [first] = node.children;
  const isWrapper = first && typeof first.value === 'object' && first.value !== null && first.value === node.value;
  return isWrapper ? content(first) : node;
}

function childOf({ value, children }: Node, name: string | number): Found | undefined {
  if (Array.isArray(value)) return itemOf(value, children, Number(name));
  // Names and values in turn; of equal names the last counts.
  const at = children.findLastIndex((child, index) => index % 2 === 0 && String(child.value) === name);
  const key = children[at];
  return key && { start: key.start, value: children[at + 1] };
}

/** An item that is not written at all has no node. */
function itemOf(list: unknown[], nodes: Node[], index: number): Found | undefined {
  let at = 0;
  for (const node of nodes) {
    while (at < list.length && list[at] !== node.value) at++;
    if (at === index) return { start: node.start, value: node };
    at++;
  }
  return undefined;
}
