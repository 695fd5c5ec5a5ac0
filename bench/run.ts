import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { growth } from './growth.ts';
import { metadataPolls } from './heat.ts';
import { limits } from './limits.ts';
import { writeParts } from './page.ts';
import { templates } from './proton.ts';
import { partsOf, type Results, type Row } from './report.ts';
import {
  createDocuments,
  getLatency,
  recovery,
  signalLatency,
  startLatency,
  throughput,
  whileWaiting,
} from './scenarios.ts';
import { dataFolder, residentMegabytes, type Server, startServer } from './server.ts';

/** `npm run bench`: everything in about five minutes. `--quick` a tenth of it, `--publish` writes docs/performance.md anew. */
const { values: options } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, publish: { type: 'boolean', default: false } },
});
const part = options.quick ? 0.1 : 1;
const loads = [
  [1, 1000],
  [16, 6000],
  [64, 12_000],
  [256, 12_000],
] as const;
/** Runs before the first that counts: a program that has run for a minute is what people have. */
const warmUp = 30_000 * part;
const waiting = 10_000 * part;
const sizes = [1000, 10_000, 100_000, 1_000_000].filter((size) => size <= 1_000_000 * part);

const results = { ...(await underLoad()), growth: await growth(sizes, createDocuments) };
mkdirSync('bench/results', { recursive: true });
writeFileSync('bench/results/latest.json', `${JSON.stringify(results, null, 2)}\n`);
const parts = partsOf(results);
console.log(Object.values(parts).join('\n\n'));
if (options.publish) await writeParts('performance.md', parts);

/** All but what grows with the number of stored runs. */
async function underLoad(): Promise<Omit<Results, 'growth'>> {
  const folder = dataFolder();
  let server = await startServer(folder.path);
  try {
    await createDocuments(server.client(1));
    const machine = await limits(folder.path);
    await throughput(server, 64, warmUp);
    const rows: Row[] = [];
    for (const [clients, runs] of loads) rows.push(await row(server, clients, runs * part));
    const proton = await templates(server, 500 * part);
    const recovered = await recovery(server, folder.path, waiting);
    server = recovered.server;
    const { readyAfter, resumedAfter } = recovered;
    const parked = await whileWaiting(server);
    const memory = residentMegabytes(server.pid);
    const heat = await metadataPolls(server, folder.path, 20_000 * part);
    return { machine, rows, proton, waiting: { runs: waiting, readyAfter, resumedAfter, memory, ...parked }, heat };
  } finally {
    await server.kill('SIGTERM');
    folder.remove();
  }
}

async function row(server: Server, clients: number, runs: number): Promise<Row> {
  await throughput(server, clients, Math.ceil(runs * 0.05));
  const { stepsPerSecond, start, ids } = await throughput(server, clients, runs);
  const startAtHalf = await startLatency(server, clients, stepsPerSecond / 20);
  const get = await getLatency(server, clients, ids.slice(0, 5000));
  const signal = await signalLatency(server, clients, 1000 * part);
  return { clients, stepsPerSecond, start, startAtHalf, signal, get };
}
