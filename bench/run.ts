import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { metadataPolls, type Polls } from './heat.ts';
import { type Limits, limits } from './limits.ts';
import type { Latency } from './measure.ts';
import { createDocuments, getLatency, recovery, signalLatency, startLatency, throughput } from './scenarios.ts';
import { dataFolder, residentMegabytes, startServer } from './server.ts';

const { values: options } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const part = options.quick ? 0.1 : 1;

interface Row {
  clients: number;
  stepsPerSecond: number;
  start: Latency;
  /** The same at half the rate of that. */
  startAtHalf: Latency;
  signal: Latency;
  get: Latency;
}

const folder = dataFolder();
let server = await startServer(folder.path);
try {
  await createDocuments(server.client(1));
  const machine = await limits(folder.path);
  const rows: Row[] = [];
  for (const [clients, runs] of [
    [1, 1000],
    [16, 6000],
    [64, 12_000],
  ] as const) {
    await throughput(server, clients, Math.ceil(runs * 0.05));
    const { stepsPerSecond, start, ids } = await throughput(server, clients, runs * part);
    const startAtHalf = await startLatency(server, clients, stepsPerSecond / 20);
    const get = await getLatency(server, clients, ids.slice(0, 5000));
    const signal = await signalLatency(server, clients, 1000 * part);
    rows.push({ clients, stepsPerSecond, start, startAtHalf, signal, get });
  }
  const waiting = 10_000 * part;
  const recovered = await recovery(server, folder.path, waiting);
  server = recovered.server;
  const memory = residentMegabytes(server.pid);
  const polls = await metadataPolls(server, folder.path, 20_000 * part);
  const { readyAfter, resumedAfter } = recovered;
  report({ machine, rows, waiting, readyAfter, resumedAfter, memory, polls });
} finally {
  await server.kill('SIGTERM');
  folder.remove();
}

interface Results {
  machine: Limits;
  rows: Row[];
  waiting: number;
  readyAfter: number;
  resumedAfter: number;
  memory: number;
  polls: Polls;
}

function report(results: Results): void {
  const whole = (value: number) => Math.round(value).toLocaleString('en-US');
  const times = ({ p50, p99 }: Latency) => `${p50.toFixed(1)} / ${p99.toFixed(1)}`;
  const { machine, rows, waiting, readyAfter, resumedAfter, memory, polls } = results;
  const lines = [
    `${cpus().length} cores, Node ${process.version}; this machine's limits in the same run:`,
    `  ${whole(machine.syncs)} syncs/s, ${whole(machine.storeRecords)} store records/s (64 writers), ${whole(machine.bareHttp)} bare HTTP requests/s (64 clients), ${whole(machine.hmacs)} HMACs/s`,
    '',
    '| clients | durable steps/s | start ms p50 / p99 | start at half load | signal to next step ms p50 / p99 | get ms p50 / p99 |',
    '| ---: | ---: | ---: | ---: | ---: | ---: |',
    ...rows.map(
      ({ clients, stepsPerSecond, start, startAtHalf, signal, get }) =>
        `| ${clients} | ${whole(stepsPerSecond)} | ${times(start)} | ${times(startAtHalf)} | ${times(signal)} | ${times(get)} |`,
    ),
    '',
    `${whole(waiting)} waiting runs after kill -9: ready in ${whole(readyAfter)} ms, a sample of 200 resumed to its end in ${whole(resumedAfter)} ms; ${memory} MB resident`,
    `Heat: ${whole(polls.perSecond)} metadata polls/s (64 clients), ms p50 / p99 ${times(polls.latency)}; 1,000 agents that poll every 30 s take ${polls.coresOf1000Agents.toFixed(3)} of a core`,
  ];
  console.log(lines.join('\n'));
  mkdirSync('bench/results', { recursive: true });
  writeFileSync('bench/results/latest.json', `${JSON.stringify(results, null, 2)}\n`);
}
