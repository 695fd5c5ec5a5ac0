import type { WrittenStep } from './runbook.ts';

/** What a graph knows of a started step. */
export interface StartedStep {
  name: string;
  status: string;
  /** Epoch milliseconds; undefined for one that has not begun. */
  start: number | undefined;
  /** The name of the loop it is a turn of. */
  loop?: string | undefined;
}

/** A node: a step, or where the run begins and ends; `inner` is what a loop repeats. */
export interface GraphNode {
  id: string;
  kind: 'step' | 'start' | 'end';
  action: string;
  /** The status of the newest time it ran; undefined where it has not. */
  status?: string;
  /** How often it ran. */
  times: number;
  inner?: Graph;
}

/** A way from one node to another; `isTaken` where the run went it. */
export interface GraphEdge {
  from: string;
  to: string;
  kind: 'next' | 'choice' | 'failure' | 'cancel' | 'jump';
  label: string;
  isTaken: boolean;
}

/** A runbook as nodes and edges. */
export interface Graph {
  nodes: GraphNode[];
  edges: GraphEdge[];
}

/** The names of the two nodes that are no step; no step's name has a space. */
export const [startId, endId] = ['run starts', 'run ends'];

/** The graph of a runbook with the path a run has taken; `isOver` once the run has ended. */
export function graphOf(steps: WrittenStep[], started: StartedStep[], isOver: boolean): Graph {
  return level(steps, { started, isOver, loop: undefined });
}

interface Level {
  started: StartedStep[];
  isOver: boolean;
  loop: string | undefined;
}

function level(steps: WrittenStep[], { started, isOver, loop }: Level): Graph {
  const here = pathOf(started.filter((one) => one.loop === loop));
  const inside = (step: WrittenStep) => level(step.steps, { started, isOver: false, loop: step.name });
  const nodes = steps.map((step): GraphNode => {
    const runs = here.filter(({ name }) => name === step.name);
    const status = runs.at(-1)?.status;
    return {
      id: step.name,
      kind: 'step',
      action: step.action,
      times: runs.length,
      ...(status !== undefined && { status }),
      ...(step.steps.length > 0 && { inner: inside(step) }),
    };
  });
  const names = new Set(steps.map(({ name }) => name));
  const edges = [startId, ...names]
    .flatMap((_, place) => edgesOf(steps, place - 1))
    .filter(({ to }) => names.has(to) || to === endId);
  const taken = pairsOf(here, isOver);
  return { nodes: [...ends(startId), ...nodes, ...ends(endId)], edges: withPath(edges, taken) };
}

const ends = (id: string): GraphNode[] => [{ id, kind: id === startId ? 'start' : 'end', action: '', times: 0 }];

/** The steps that began, in their order. */
const pathOf = (started: StartedStep[]): StartedStep[] =>
  started
    .filter(({ start }) => start !== undefined)
    .map((one, place) => ({ one, place }))
    .sort((a, b) => (a.one.start ?? 0) - (b.one.start ?? 0) || a.place - b.place)
    .map(({ one }) => one);

type Pair = [from: string, to: string];

function pairsOf(path: StartedStep[], isOver: boolean): Pair[] {
  const names = [
    ...(path.length ? [startId] : []),
    ...path.map(({ name }) => name),
    ...(isOver && path.length ? [endId] : []),
  ];
  return names.slice(1).map((name, place): Pair => [names[place] ?? '', name]);
}

/** Marks the edges that were taken, one for each way from step to step; ways that the runbook does not show are there too. */
function withPath(edges: GraphEdge[], taken: Pair[]): GraphEdge[] {
  const all = edges.map((edge) => ({ ...edge }));
  for (const [from, to] of taken) {
    const edge =
      all.find((one) => one.from === from && one.to === to && one.kind !== 'cancel') ??
      all.find((one) => one.from === from && one.to === to);
    if (edge) edge.isTaken = true;
    else all.push({ from, to, kind: 'jump', label: '', isTaken: true });
  }
  return all;
}

type Way = Pick<GraphEdge, 'from' | 'to' | 'kind'>;

const edge = ({ from, to, kind }: Way, label = ''): GraphEdge => ({ from, to, kind, label, isTaken: false });

/** The ways out of a step, by its place; place -1 is where the run starts. */
function edgesOf(steps: WrittenStep[], place: number): GraphEdge[] {
  const step = steps[place];
  const following = steps[place + 1]?.name ?? endId;
  if (!step) return [edge({ from: startId, to: following, kind: 'next' })];
  const next = step.nextStep ?? (step.isEnd ? endId : following);
  const choices = step.action === 'aws:branch' ? choicesOf(step) : [];
  const isDecided = typeof step.inputs['Default'] === 'string';
  return [
    ...choices,
    ...(choices.length && isDecided
      ? []
      : [edge({ from: step.name, to: next, kind: 'next' }, choices.length ? 'otherwise' : '')]),
    ...fallback(step, 'onFailure'),
    ...fallback(step, 'onCancel'),
  ];
}

function fallback(step: WrittenStep, member: 'onFailure' | 'onCancel'): GraphEdge[] {
  const to = /^step:\s*(\w+)$/.exec(step[member] ?? '')?.[1];
  if (to === undefined) return [];
  const kind = member === 'onFailure' ? 'failure' : 'cancel';
  return [edge({ from: step.name, to, kind }, `on ${kind}`)];
}

function choicesOf({ name, inputs }: WrittenStep): GraphEdge[] {
  const choices = Array.isArray(inputs['Choices']) ? (inputs['Choices'] as Record<string, unknown>[]) : [];
  const way = (to: unknown, label: string) =>
    typeof to === 'string' ? [edge({ from: name, to, kind: 'choice' }, label)] : [];
  return [
    ...choices.flatMap((choice) => way(choice['NextStep'], conditionText(choice))),
    ...way(inputs['Default'], 'otherwise'),
  ];
}

const signs: Record<string, string> = {
  StringEquals: '=',
  EqualsIgnoreCase: '≈',
  StartsWith: 'starts with',
  EndsWith: 'ends with',
  Contains: 'contains',
  NumericEquals: '=',
  NumericGreater: '>',
  NumericLesser: '<',
  NumericGreaterOrEquals: '≥',
  NumericLesserOrEquals: '≤',
  BooleanEquals: '=',
};

/** A condition in short: `Language = de`, `all of: …`. */
export function conditionText(condition: Record<string, unknown>): string {
  const { And, Or, Not } = condition;
  if (Array.isArray(And)) return And.map((one) => conditionText(one as Record<string, unknown>)).join(' and ');
  if (Array.isArray(Or)) return Or.map((one) => conditionText(one as Record<string, unknown>)).join(' or ');
  if (typeof Not === 'object' && Not !== null) return `not ${conditionText(Not as Record<string, unknown>)}`;
  const operator = Object.keys(condition).find((key) => Object.hasOwn(signs, key)) ?? '';
  return `${bare(condition['Variable'])} ${signs[operator] ?? operator} ${bare(condition[operator])}`;
}

/** A reference without its braces. */
const bare = (value: unknown): string =>
  (typeof value === 'string' ? value : JSON.stringify(value ?? '')).replace(
    /^\{\{\s*(?:variable:)?(.*?)\s*\}\}$/,
    '$1',
  );
