import { cpus } from 'node:os';
import type { Growth } from './growth.ts';
import type { Polls } from './heat.ts';
import type { Limits } from './limits.ts';
import type { Latency } from './measure.ts';
import type { Templates } from './proton.ts';
import type { Parked } from './scenarios.ts';

/** What a number of clients saw that call without a pause. */
export interface Row {
  clients: number;
  stepsPerSecond: number;
  start: Latency;
  /** The same where the calls come at half the rate of that. */
  startAtHalf: Latency;
  signal: Latency;
  get: Latency;
}

/** Everything that was measured; rates are a second, times milliseconds, memory MB. */
export interface Results {
  machine: Limits;
  rows: Row[];
  proton: Templates;
  waiting: Parked & { runs: number; readyAfter: number; resumedAfter: number; memory: number };
  heat: Polls;
  growth: Growth[];
}

const whole = (value: number) => Math.round(value).toLocaleString('en-US');
const times = ({ p50, p99 }: Latency) => `${p50.toFixed(1)} / ${p99.toFixed(1)}`;
const line = (cells: (string | number)[]) => `| ${cells.join(' | ')} |`;

function table(head: string[], rows: (string | number)[][]): string {
  return [line(head), line(head.map((_, at) => (at ? '--:' : '---'))), ...rows.map(line)].join('\n');
}

/** The parts of docs/performance.md by their names. */
export function partsOf(results: Results): Record<string, string> {
  return {
    machine: machinePart(results),
    goals: goalsPart(results),
    load: `${loadTable(results.rows)}\n\n${loadPlot(results)}`,
    growth: `${growthTable(results.growth)}\n\n${growthPlot(results.growth)}`,
    others: othersPart(results),
  };
}

function machinePart({ machine }: Results): string {
  const { syncs, groupCommits, storeRecords, bareHttp, signatures } = machine;
  const rows: [string, number][] = [
    ['4 KB appended and synced, one after the other', syncs],
    ["a step's bytes appended, 64 writers sharing each sync", groupCommits],
    ['records through the store, 64 writers', storeRecords],
    ['answers of a bare `node:http` server to the same client, 64 connections', bareHttp],
    ["signatures checked by the door's own code", signatures],
  ];
  const about = `${cpus().length} cores that client and server share, Node ${process.version}.`;
  const limits = rows.map(([what, rate]) => [what, whole(rate)]);
  return `${about}\n\n${table(['the most this machine does', 'a second'], limits)}`;
}

function goalsPart({ rows, waiting, growth }: Results): string {
  const at = (clients: number) => rows.find((row) => row.clients === clients);
  const last = growth.at(-1);
  const goals: [what: string, goal: string, found: number | undefined, isMet: (found: number) => boolean][] = [
    ['durable steps/s, 64 clients', '≥ 30,000', at(64)?.stepsPerSecond, (found) => found >= 30_000],
    ['start p50 ms, 16 clients without a pause', '≤ 3', at(16)?.start.p50, (found) => found <= 3],
    ['start p50 ms, 16 clients at half that rate', '≤ 3', at(16)?.startAtHalf.p50, (found) => found <= 3],
    ['signal to next step p50 ms, 1 client', '≤ 5', at(1)?.signal.p50, (found) => found <= 5],
    ['get p50 ms, 1 client', '≤ 1', at(1)?.get.p50, (found) => found <= 1],
    [
      `waiting runs after kill -9: ready, ms, ${whole(waiting.runs)} runs`,
      '≤ 3,000',
      waiting.readyAfter,
      (found) => found <= 3000,
    ],
    [`MB at rest, ${whole(last?.stored ?? 0)} stored`, '≤ 300', last?.atRest, (found) => found <= 300],
  ];
  const cells = goals.map(([what, goal, found = NaN, isMet]) => {
    const shown = found < 100 ? found.toFixed(1) : whole(found);
    return [what, goal, shown, isMet(found) ? 'yes' : '**no**'];
  });
  return table(['', 'goal', 'measured', 'met'], cells);
}

function loadTable(rows: Row[]): string {
  const head = ['clients', 'durable steps/s', 'start', 'start at half the rate', 'signal to next step', 'get'];
  return table(
    head,
    rows.map(({ clients, stepsPerSecond, start, startAtHalf, signal, get }) => [
      clients,
      whole(stepsPerSecond),
      ...[start, startAtHalf, signal, get].map(times),
    ]),
  );
}

function growthTable(growth: Growth[]): string {
  const head = [
    'stored',
    'start',
    'signal to next step',
    'get',
    'first page',
    'page 41',
    'failed ones',
    'steps/s',
    'ready',
    'MB at rest',
    'MB',
  ];
  return table(
    [...head, 'MB on disk'],
    growth.map(
      ({ stored, start, signal, get, list, deepPage, failed, stepsPerSecond, readyAfter, atRest, atWork, disk }) => [
        whole(stored),
        ...[start, signal, get, list, deepPage, failed].map(times),
        ...[stepsPerSecond, readyAfter, atRest, atWork, disk].map(whole),
      ],
    ),
  );
}

function othersPart({ proton, heat, waiting }: Results): string {
  const rows: [string, string][] = [
    ['waiting runs', whole(waiting.runs)],
    ['after kill -9: ready', `${whole(waiting.readyAfter)} ms`],
    ['a sample of 200 of them signalled and at its end', `${whole(waiting.resumedAfter)} ms`],
    ['with all of them waiting: start p50 / p99', `${times(waiting.start)} ms`],
    ['signal to next step p50 / p99', `${times(waiting.signal)} ms`],
    ['get p50 / p99', `${times(waiting.get)} ms`],
    ['the page of those that wait p50 / p99', `${times(waiting.list)} ms`],
    ['resident then', `${waiting.memory} MB`],
    ['Proton: templates of 20 resources rendered a second', whole(proton.renders)],
    ['Proton: template versions registered a second', whole(proton.registrations)],
    ['Heat: metadata polls a second, 64 connections', whole(heat.perSecond)],
    ['one poll p50 / p99', `${times(heat.latency)} ms`],
    ['1,000 agents that poll every 30 s', `${heat.coresOf1000Agents.toFixed(3)} of a core`],
  ];
  return table(['', 'measured'], rows);
}

const plot = (title: string, x: (string | number)[], y: string, values: number[]) =>
  [
    '```mermaid',
    'xychart-beta',
    `  title "${title}"`,
    `  x-axis [${x.map((label) => `"${label}"`).join(', ')}]`,
    `  y-axis "${y}"`,
    `  bar [${values.join(', ')}]`,
    '```',
  ].join('\n');

const loadPlot = ({ rows }: Results) =>
  plot(
    'Durable steps a second by clients',
    rows.map(({ clients }) => clients),
    'steps/s',
    rows.map(({ stepsPerSecond }) => Math.round(stepsPerSecond)),
  );

const growthPlot = (growth: Growth[]) =>
  plot(
    'Get, p50, by stored runs',
    growth.map(({ stored }) => whole(stored)),
    'ms',
    growth.map(({ get }) => Number(get.p50.toFixed(2))),
  );
