import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Call } from './client.ts';
import { type Latency, latency, load } from './measure.ts';
import { runToEnd, signalLatency, startLatency, throughput } from './scenarios.ts';
import { dataFolder, residentMegabytes, type Server, startServer } from './server.ts';
import { storeCopies } from './stored.ts';

/** The same figures with few and with many runs stored. */
export interface Growth {
  stored: number;
  /** Of the file, in MB. */
  disk: number;
  /** Milliseconds from spawn to ready. */
  readyAfter: number;
  /** Resident after the start and with nothing to do, and after all that was measured, in MB. */
  atRest: number;
  atWork: number;
  stepsPerSecond: number;
  start: Latency;
  /** From a signal to the next step. */
  signal: Latency;
  get: Latency;
  /** The first page of 50, newest first. */
  list: Latency;
  /** The page that 40 pages come before. */
  deepPage: Latency;
  /** The first page of the failed ones, five of a hundred. */
  failed: Latency;
}

/** Measures at each number of stored runs, in a data folder of its own. */
export async function growth(sizes: number[], createDocuments: (call: Call) => Promise<void>): Promise<Growth[]> {
  const folder = dataFolder();
  let server = await startServer(folder.path);
  try {
    await createDocuments(server.client(1));
    const first = await runToEnd(server.client(1), 'OneStep');
    const found: Growth[] = [];
    for (const stored of sizes) {
      await server.kill('SIGTERM');
      const ids = storeCopies(folder.path, first, stored);
      server = await startServer(folder.path);
      found.push(await measured(server, { stored, ids, data: folder.path }));
    }
    return found;
  } finally {
    await server.kill('SIGTERM');
    folder.remove();
  }
}

async function measured(
  server: Server,
  { stored, ids, data }: { stored: number; ids: string[]; data: string },
): Promise<Growth> {
  const call = server.client(1);
  const disk = Math.round(statSync(join(data, 'quaymaster.db')).size / 1e6);
  const atRest = residentMegabytes(server.pid);
  const ask = async (operation: string, input: object, times: number) =>
    (await load(1, times, async () => void (await call(operation, input)))).latency;
  const describe = 'DescribeAutomationExecutions';
  const get = await load(1, ids.length, async (at) => {
    const { AutomationExecution } = await call('GetAutomationExecution', { AutomationExecutionId: ids[at] });
    if (!AutomationExecution) throw new Error(`${ids[at]} is not there`);
  });
  const list = await ask(describe, { MaxResults: 50 }, 100);
  const Filters = [{ Key: 'ExecutionStatus', Values: ['Failed'] }];
  const failed = await ask(describe, { MaxResults: 50, Filters }, 100);
  const deepPage = await pageAt(call, 40);
  await throughput(server, 16, 100);
  const { stepsPerSecond } = await throughput(server, 16, 1000);
  const start = await startLatency(server, 16, 200);
  const signal = await signalLatency(server, 1, 200);
  const atWork = residentMegabytes(server.pid);
  const latencies = { start, signal, get: get.latency, list, deepPage, failed };
  return { stored, disk, readyAfter: server.readyAfter, atRest, atWork, stepsPerSecond, ...latencies };
}

/** The latency of one page far down, asked for again and again. */
async function pageAt(call: Call, pages: number): Promise<Latency> {
  let NextToken: string | undefined;
  for (let page = 0; page < pages; page++) {
    const answer = await call('DescribeAutomationExecutions', { MaxResults: 50, ...(NextToken && { NextToken }) });
    NextToken = answer['NextToken'] as string | undefined;
    if (!NextToken) break;
  }
  const times: number[] = [];
  for (let time = 0; time < 50; time++) {
    const began = performance.now();
    await call('DescribeAutomationExecutions', { MaxResults: 50, ...(NextToken && { NextToken }) });
    times.push(performance.now() - began);
  }
  return latency(times);
}
