import { useMemo } from 'preact/hooks';
import { Icon, type IconName } from '../../parts/icon.tsx';
import { statusText, toneIcon, toneOf } from '../../parts/status.tsx';
import type { Graph } from './graph.ts';
import { insideOf, type Layout, layOut, pathText, type PlacedEdge, type PlacedNode, shownLabel } from './layout.ts';

interface GraphParts {
  graph: Graph;
  selected: string;
  /** Of a runbook that does not run. */
  isPlan?: boolean;
  /** The address that selects a step. */
  link: (step: string) => string;
}

/** The runbook as a drawing: the path taken stands out, each step is a link that selects it. */
export const GraphView = ({ graph, selected, link, isPlan = false }: GraphParts) => {
  const layout = useMemo(() => layOut(graph), [graph]);
  const { width, height } = layout;
  return (
    <div class={isPlan ? 'graph is-plan' : 'graph'} tabIndex={0} role="region" aria-label="Drawing of the steps">
      <svg
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        role="group"
        aria-label="Steps and the ways between them"
      >
        <Arrows />
        <Level layout={layout} selected={selected} link={link} />
      </svg>
    </div>
  );
};

const Arrows = () => (
  <defs>
    {['plain', 'taken', 'failure'].map((kind) => (
      <marker
        key={kind}
        id={`arrow-${kind}`}
        class={`arrow is-${kind}`}
        viewBox="0 0 8 8"
        refX="7"
        refY="4"
        markerWidth="9"
        markerHeight="9"
        orient="auto"
        markerUnits="userSpaceOnUse"
      >
        <path d="M0 0L8 4L0 8z" />
      </marker>
    ))}
  </defs>
);

const Level = ({ layout: { nodes, edges }, ...rest }: { layout: Layout } & Omit<GraphParts, 'graph'>) => (
  <>
    {[...edges]
      .sort((one, other) => Number(one.isTaken) - Number(other.isTaken))
      .map((edge, place) => (
        <Edge key={place} edge={edge} />
      ))}
    {nodes.map((node) =>
      node.kind === 'step' ? <Step key={node.id} node={node} {...rest} /> : <End key={node.id} node={node} />,
    )}
  </>
);

const Edge = ({ edge }: { edge: PlacedEdge }) => {
  const { kind, isTaken, label, points, labelAt } = edge;
  const arrow = isTaken ? 'taken' : kind === 'failure' ? 'failure' : 'plain';
  const shown = shownLabel(label);
  return (
    <g class={`edge is-${kind}${isTaken ? ' is-taken' : ''}`} aria-hidden="true">
      <path class="edge-line" d={pathText(points)} marker-end={`url(#arrow-${arrow})`} />
      {label && (
        <g transform={`translate(${labelAt.x} ${labelAt.y})`}>
          <title>{label}</title>
          <rect
            class="edge-label"
            x={-(shown.length * 7) / 2 - 4}
            y={-10}
            width={shown.length * 7 + 8}
            height={20}
            rx={6}
          />
          <text class="edge-text" text-anchor="middle" dominant-baseline="central">
            {shown}
          </text>
        </g>
      )}
    </g>
  );
};

const End = ({ node: { x, y, width, height, id, kind } }: { node: PlacedNode }) => (
  <g class={`end is-${kind}`} aria-hidden="true" transform={`translate(${x - width / 2} ${y - height / 2})`}>
    <rect width={width} height={height} rx={height / 2} />
    <text x={width / 2} y={height / 2} text-anchor="middle" dominant-baseline="central">
      {id.replace('run ', '').replace(/s$/, '')}
    </text>
  </g>
);

const Step = ({ node, selected, link }: { node: PlacedNode } & Omit<GraphParts, 'graph'>) => {
  const { id, action, status, x, y, width, height, laidOut, times } = node;
  const tone = status ? toneOf(status) : 'none';
  const word = status ? statusText(status) : 'not reached';
  const often = times > 1 ? ` · ${times}×` : '';
  const inside = laidOut && insideOf(node);
  return (
    <>
      <a
        class={`step is-${tone}${id === selected ? ' is-selected' : ''}${laidOut ? ' is-loop' : ''}`}
        href={link(id)}
        data-adjusts=""
        aria-label={`${cut(id, 20)} ${cut(action, 24)}${often}: ${word}`}
      >
        <g transform={`translate(${x - width / 2} ${y - height / 2})`}>
          <rect class="step-box" width={width} height={height} rx={12} />
          <circle class="step-disc" cx={28} cy={28} r={14} />
          <g class="step-icon" transform="translate(19 19)">
            <Icon name={tone === 'none' || tone === 'quiet' ? iconOf(action) : toneIcon(tone)} size={18} />
          </g>
          <text class="step-name" x={52} y={24}>
            {cut(id, 20)}{' '}
          </text>
          <text class="step-action" x={52} y={41}>
            {cut(action, 24)}
            {often}
          </text>
        </g>
      </a>
      {laidOut && inside && (
        <g transform={`translate(${inside.x} ${inside.y})`}>
          <Level layout={laidOut} selected={selected} link={link} />
        </g>
      )}
    </>
  );
};

const cut = (text: string, letters: number): string =>
  text.length > letters ? `${text.slice(0, letters - 1)}…` : text;

const icons: Record<string, IconName> = {
  'aws:approve': 'person',
  'aws:branch': 'branch',
  'aws:executeScript': 'script',
  'aws:executeAutomation': 'runs',
  'aws:loop': 'loop',
  'aws:pause': 'hand',
  'aws:sleep': 'clock',
  'aws:executeAwsApi': 'cloud',
  'aws:runCommand': 'machine',
};

const iconOf = (action: string): IconName => icons[action] ?? 'step';
