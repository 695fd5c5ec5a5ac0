import { Graph as Dagre, layout } from '@dagrejs/dagre';
import type { Graph, GraphEdge, GraphNode } from './graph.ts';

/** A node with its place: its centre and its size, in pixels. */
export interface PlacedNode extends GraphNode {
  x: number;
  y: number;
  width: number;
  height: number;
  laidOut?: Layout;
}

/** An edge with the points it goes through, and where its label stands. */
export interface PlacedEdge extends GraphEdge {
  points: Point[];
  labelAt: Point;
}

interface Point {
  x: number;
  y: number;
}

/** A graph with all its places. */
export interface Layout {
  nodes: PlacedNode[];
  edges: PlacedEdge[];
  width: number;
  height: number;
}

const step = { width: 216, height: 56 };
const end = { width: 72, height: 28 };
/** Around what a loop repeats; on top is its name. */
const padding = { side: 20, top: 64, bottom: 20 };

/** dagre keeps names as keys of plain objects, and a step may be called `constructor`. */
const nameOf = (id: string): string => `node ${id}`;

/** Places the nodes of a graph from top to bottom; what a loop repeats is laid out by itself and stands inside the loop. */
export function layOut(graph: Graph): Layout {
  const dagre = new Dagre({ multigraph: true });
  dagre.setGraph({ rankdir: 'TB', nodesep: 36, ranksep: 44, edgesep: 24, marginx: 8, marginy: 8 });
  const inside = new Map(graph.nodes.flatMap((node) => (node.inner ? [[node.id, layOut(node.inner)] as const] : [])));
  for (const node of graph.nodes) dagre.setNode(nameOf(node.id), sizeOf(node, inside.get(node.id)));
  graph.edges.forEach(({ from, to, label }, place) =>
    dagre.setEdge(nameOf(from), nameOf(to), labelSize(label), String(place)),
  );
  layout(dagre);
  const { width = 0, height = 0 } = dagre.graph() as Partial<{ width: number; height: number }>;
  return {
    width,
    height,
    nodes: graph.nodes.map((node) => {
      const laidOut = inside.get(node.id);
      return {
        ...node,
        ...(dagre.node(nameOf(node.id)) as Omit<PlacedNode, keyof GraphNode>),
        ...(laidOut && { laidOut }),
      };
    }),
    edges: graph.edges.map((edge, place) => {
      const placed = dagre.edge(nameOf(edge.from), nameOf(edge.to), String(place)) as {
        points: Point[];
      } & Partial<Point>;
      const { points, x, y } = placed;
      return { ...edge, points, labelAt: { x: x ?? points[0]?.x ?? 0, y: y ?? points[0]?.y ?? 0 } };
    }),
  };
}

function sizeOf({ kind }: GraphNode, inner: Layout | undefined): { width: number; height: number } {
  if (kind !== 'step') return { ...end };
  if (!inner) return { ...step };
  return {
    width: Math.max(step.width, inner.width + 2 * padding.side),
    height: inner.height + padding.top + padding.bottom,
  };
}

/** The longest label that is shown, in letters. */
const longest = 30;

/** A label as it is shown. */
export const shownLabel = (label: string): string =>
  label.length > longest ? `${label.slice(0, longest - 1)}…` : label;

const labelSize = (label: string) =>
  label ? { width: shownLabel(label).length * 7 + 12, height: 22, labelpos: 'c' } : { width: 0, height: 0 };

/** Where what a loop repeats begins inside it. */
export const insideOf = ({ x, y, width, height, laidOut }: PlacedNode): Point => ({
  x: x - width / 2 + (width - (laidOut?.width ?? 0)) / 2,
  y: y - height / 2 + padding.top,
});

/** The points as an SVG path, its corners rounded. */
export function pathText(points: Point[]): string {
  const [first, ...rest] = points;
  if (!first) return '';
  const last = rest.at(-1) ?? first;
  const middles = rest.slice(0, -1).map((point, place) => {
    const next = rest[place + 1] ?? last;
    const isLast = place === rest.length - 2;
    const half = isLast ? last : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    return `Q${round(point)} ${round(half)}`;
  });
  return `M${round(first)}${middles.length ? middles.join('') : `L${round(last)}`}`;
}

const round = ({ x, y }: Point): string => `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`;
