import { setTimeout as sleep } from 'node:timers/promises';
import type { Call } from './client.ts';
import { latency, type Latency, load, paced } from './measure.ts';
import { type Server, startServer } from './server.ts';

const quickSteps = Array.from({ length: 10 }, (_, at) =>
  at % 2
    ? {
        name: `branch${at}`,
        action: 'aws:branch',
        inputs: { Choices: [{ NextStep: `set${at + 1}`, Variable: '{{ Text }}', StringEquals: 'x' }] },
      }
    : { name: `set${at}`, action: 'aws:updateVariable', inputs: { Name: 'variable:Last', Value: `{{ Text }} ${at}` } },
);
// The last step has nowhere to branch to.
quickSteps[9] = { name: 'set9', action: 'aws:updateVariable', inputs: { Name: 'variable:Last', Value: 'done' } };

const documents = {
  TenSteps: {
    schemaVersion: '0.3',
    parameters: { Text: { type: 'String', default: 'x' } },
    variables: { Last: { type: 'String', default: 'none' } },
    mainSteps: quickSteps,
  },
  OneStep: {
    schemaVersion: '0.3',
    variables: { Last: { type: 'String', default: 'none' } },
    mainSteps: [{ name: 'set', action: 'aws:updateVariable', inputs: { Name: 'variable:Last', Value: 'done' } }],
  },
  Gate: {
    schemaVersion: '0.3',
    variables: { Last: { type: 'String', default: 'none' } },
    mainSteps: [
      { name: 'gate', action: 'aws:pause', inputs: {} },
      { name: 'after', action: 'aws:updateVariable', inputs: { Name: 'variable:Last', Value: 'resumed' } },
    ],
  },
};

/** Registers the benchmark's runbooks. */
export async function createDocuments(call: Call): Promise<void> {
  for (const [Name, document] of Object.entries(documents))
    await call('CreateDocument', { Name, DocumentType: 'Automation', Content: JSON.stringify(document) });
}

const start = async (call: Call, DocumentName: string): Promise<string> =>
  (await call('StartAutomationExecution', { DocumentName })).AutomationExecutionId as string;

interface Execution {
  AutomationExecutionStatus: string;
  StepExecutions: { StepName: string; StepStatus: string; ExecutionStartTime?: number }[];
}

const get = async (call: Call, id: string): Promise<Execution> =>
  (await call('GetAutomationExecution', { AutomationExecutionId: id })).AutomationExecution as Execution;

/** Asks again and again, with pauses: who asks is a load too. */
export async function until(good: () => Promise<boolean>): Promise<void> {
  while (!(await good())) await sleep(5);
}

/** Runs a runbook; answers with the execution's id when it has ended well. */
export async function runToEnd(call: Call, document: string): Promise<string> {
  const id = await start(call, document);
  await until(async () => (await get(call, id)).AutomationExecutionStatus === 'Success');
  return id;
}

const hasNone = async (call: Call, status: string): Promise<boolean> => {
  const Filters = [{ Key: 'ExecutionStatus', Values: [status] }];
  const page = await call('DescribeAutomationExecutions', { Filters, MaxResults: 1 });
  return (page.AutomationExecutionMetadataList as object[]).length === 0;
};

/** Durable steps a second of ten-step runs, until the last has ended, with the latency of their starts. */
export async function throughput(
  server: Server,
  clients: number,
  runs: number,
): Promise<{ stepsPerSecond: number; start: Latency; ids: string[] }> {
  const call = server.client(clients);
  const ids: string[] = [];
  const began = performance.now();
  const started = await load(clients, runs, async () => void ids.push(await start(call, 'TenSteps')));
  await until(() => hasNone(call, 'InProgress'));
  const seconds = (performance.now() - began) / 1000;
  return { stepsPerSecond: (runs * 10) / seconds, start: started.latency, ids };
}

/** The latency of starts of ten-step runs that come at a fixed rate a second. */
export async function startLatency(server: Server, clients: number, rate: number): Promise<Latency> {
  const call = server.client(clients);
  const latency = await paced(
    { clients, count: Math.ceil(rate * 3), rate },
    async () => void (await start(call, 'TenSteps')),
  );
  await until(() => hasNone(call, 'InProgress'));
  return latency;
}

/** The latency of GetAutomationExecution on finished ten-step runs. */
export async function getLatency(server: Server, clients: number, ids: string[]): Promise<Latency> {
  const call = server.client(clients);
  return (await load(clients, ids.length, async (at) => void (await get(call, ids[at] ?? '')))).latency;
}

/** From sending Resume until the next step began, by the program's record of it; the clock of both has whole milliseconds. */
export async function signalLatency(server: Server, clients: number, runs: number): Promise<Latency> {
  const call = server.client(clients);
  const ids = await park(call, runs);
  const times: number[] = [];
  await load(clients, runs, async (at) => {
    const id = ids[at] ?? '';
    const sent = Date.now();
    await call('SendAutomationSignal', { AutomationExecutionId: id, SignalType: 'Resume' });
    await until(async () => {
      const next = (await get(call, id)).StepExecutions.find(({ StepName }) => StepName === 'after');
      if (next?.ExecutionStartTime !== undefined) times.push(next.ExecutionStartTime * 1000 - sent);
      return next?.ExecutionStartTime !== undefined;
    });
  });
  return latency(times);
}

/** Starts runs that wait at a gate, and returns when all do. */
async function park(call: Call, runs: number): Promise<string[]> {
  const ids: string[] = [];
  await load(64, runs, async () => void ids.push(await start(call, 'Gate')));
  await until(() => hasNone(call, 'InProgress'));
  return ids;
}

/** Parks runs, kills the program, starts it again: milliseconds until it is ready, and until a sample of the runs went through its gate. */
export async function recovery(
  server: Server,
  data: string,
  runs: number,
): Promise<{ server: Server; readyAfter: number; resumedAfter: number }> {
  const ids = await park(server.client(64), runs);
  await server.kill('SIGKILL');
  const began = performance.now();
  const again = await startServer(data);
  const call = again.client(64);
  const sample = ids.filter((_id, at) => at % Math.ceil(runs / 200) === 0);
  await load(
    64,
    sample.length,
    async (at) =>
      void (await call('SendAutomationSignal', { AutomationExecutionId: sample[at], SignalType: 'Resume' })),
  );
  for (const id of sample) await until(async () => (await get(call, id)).AutomationExecutionStatus === 'Success');
  return { server: again, readyAfter: again.readyAfter, resumedAfter: performance.now() - began };
}

/** What others see while many runs wait. */
export interface Parked {
  start: Latency;
  /** From a signal to the next step, of runs started besides. */
  signal: Latency;
  get: Latency;
  /** The first page of those that wait. */
  list: Latency;
}

/** Measures that with 16 clients' starts at a low rate, and the rest with one. */
export async function whileWaiting(server: Server): Promise<Parked> {
  const call = server.client(1);
  const Filters = [{ Key: 'ExecutionStatus', Values: ['Waiting'] }];
  const page = await call('DescribeAutomationExecutions', { MaxResults: 50, Filters });
  const ids = (page.AutomationExecutionMetadataList as { AutomationExecutionId: string }[]).map(
    ({ AutomationExecutionId }) => AutomationExecutionId,
  );
  const listed = await load(
    1,
    100,
    async () => void (await call('DescribeAutomationExecutions', { MaxResults: 50, Filters })),
  );
  const got = await load(1, 500, async (at) => void (await get(call, ids[at % ids.length] ?? '')));
  const start = await startLatency(server, 16, 200);
  return { start, signal: await signalLatency(server, 1, 200), get: got.latency, list: listed.latency };
}
