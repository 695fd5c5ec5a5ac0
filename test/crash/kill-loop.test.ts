import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Call } from '../../bench/client.ts';
import { dataFolder, type Server, startServer } from '../../bench/server.ts';
import { runbooks } from './runbooks.ts';

/** Rounds of start, work, kill -9; more by QUAYMASTER_KILL_ROUNDS. */
const rounds = Number(process.env.QUAYMASTER_KILL_ROUNDS ?? 50);
const patience = 300_000 + rounds * 10_000;
const python = spawnSync('python3', ['--version']).status === 0;

/** What the clients know of one run: only answered calls count as done. */
interface Known {
  token: string;
  runbook: string;
  id?: string;
  approvedBy: Set<string>;
  isStopped: boolean;
}

interface Step {
  StepName: string;
  StepStatus: string;
  StepExecutionId: string;
  ExecutionStartTime: number;
  ExecutionEndTime: number;
  Outputs?: Record<string, string[]>;
}

interface Execution {
  AutomationExecutionId: string;
  AutomationExecutionStatus: string;
  Parameters: Record<string, string[]>;
  Outputs: Record<string, string[]>;
  StepExecutions: Step[];
}

const approvers = ['alice', 'bob'];
const arnOf = (name: string) => `arn:aws:iam::000000000000:user/${name}`;
const pick = <Value>(values: Value[]): Value | undefined => values[Math.floor(Math.random() * values.length)];

function createPrincipal(data: string, name: string): void {
  const env = { PATH: process.env.PATH ?? '', QUAYMASTER_DATA: data };
  const policy = join(import.meta.dirname, 'allow-ssm.json');
  const args = ['cli/quaymaster.ts', 'principal', 'create', name, '--policy', policy, '--data', data];
  const done = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
  if (done.status !== 0) throw new Error(done.stderr);
}

/** A call whose answer did not come may have had its effect or not; a refusal is an answer. */
const answered = async (call: Promise<unknown>): Promise<boolean> =>
  call.then(
    () => true,
    (error: unknown) => {
      if (/ (4\d\d) \{/.test(String(error)) || /ECONN|other side closed|EPIPE/.test(String(error))) return false;
      throw error;
    },
  );

class Clients {
  readonly known: Known[] = [];
  readonly #calls = new Map<string, Call>();

  connect(server: Server): void {
    for (const name of ['default', ...approvers]) this.#calls.set(name, server.client(8, name));
  }

  call(operation: string, input: object, by = 'default'): Promise<Record<string, unknown>> {
    const call = this.#calls.get(by);
    if (!call) throw new Error(`${by} is not connected`);
    return call(operation, input);
  }

  /** Starts one run, or repeats a start whose answer was lost. */
  async start(): Promise<void> {
    const lost = this.known.find(({ id }) => id === undefined);
    const run = lost ?? {
      token: randomUUID(),
      runbook: pick(Object.keys(runbooks)) ?? '',
      approvedBy: new Set<string>(),
      isStopped: false,
    };
    if (!lost) this.known.push(run);
    const Parameters = { Text: [run.token], Approvers: approvers.map(arnOf) };
    const answer = this.call('StartAutomationExecution', {
      DocumentName: run.runbook,
      ClientToken: run.token,
      Parameters,
    });
    if (await answered(answer)) run.id = (await answer).AutomationExecutionId as string;
  }

  async approve(run: Known, name: string): Promise<void> {
    const signal = { AutomationExecutionId: run.id, SignalType: 'Approve' };
    if (await answered(this.call('SendAutomationSignal', signal, name))) run.approvedBy.add(name);
  }

  async stop(run: Known): Promise<void> {
    if (await answered(this.call('StopAutomationExecution', { AutomationExecutionId: run.id }))) run.isStopped = true;
  }

  /** One random act on what is known. */
  async act(): Promise<void> {
    const open = this.known.filter(({ id, runbook, isStopped }) => id && runbook === 'Approval' && !isStopped);
    const run = pick(open);
    const chance = Math.random();
    if (!run || chance < 0.4) return this.start();
    if (chance < 0.9) return this.approve(run, pick(approvers) ?? 'alice');
    return this.stop(run);
  }

  async get(id: string): Promise<Execution> {
    return (await this.call('GetAutomationExecution', { AutomationExecutionId: id })).AutomationExecution as Execution;
  }

  async ids(): Promise<string[]> {
    const found: string[] = [];
    for (let NextToken: unknown; ;) {
      const page = await this.call('DescribeAutomationExecutions', {
        MaxResults: 50,
        ...(NextToken ? { NextToken } : {}),
      });
      const rows = page.AutomationExecutionMetadataList as { AutomationExecutionId: string }[];
      found.push(...rows.map(({ AutomationExecutionId }) => AutomationExecutionId));
      NextToken = page.NextToken;
      if (!NextToken) return found;
    }
  }
}

/** Works until so much was done, a random amount, and a random while longer; then kills the program in the middle of it. */
async function round(server: Server, clients: Clients): Promise<void> {
  clients.connect(server);
  const enough = Promise.withResolvers<void>();
  let left = 1 + Math.floor(Math.random() * 16);
  let isOver = false;
  const worker = async () => {
    while (!isOver) {
      await clients.act();
      if (--left === 0) enough.resolve();
    }
  };
  const work = Promise.all(Array.from({ length: 6 }, worker));
  await Promise.race([enough.promise, work]);
  await pause(Math.random() * 30);
  await server.kill('SIGKILL');
  isOver = true;
  await work;
}

/** Answers every start that was lost, gives every approval that is missing, and waits until nothing is unfinished. */
async function settle(clients: Clients): Promise<void> {
  while (clients.known.some(({ id }) => id === undefined)) await clients.start();
  for (const id of await clients.ids()) while (!(await isOver(clients, id))) await pause(20);
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Whether a run has ended; one that waits at its gate gets what it waits for. */
async function isOver(clients: Clients, id: string): Promise<boolean> {
  const { AutomationExecutionStatus: status } = await clients.get(id);
  const run = clients.known.find((candidate) => candidate.id === id);
  if (run && status === 'Waiting') for (const name of approvers) await clients.approve(run, name);
  return !['InProgress', 'Waiting', 'Cancelling'].includes(status);
}

/** A script that so many kills interrupted that its ten minutes are over, as they may be on a slow machine. */
const ranOutOfTime = ({ StepName, StepStatus, ExecutionStartTime, ExecutionEndTime }: Step): boolean =>
  StepName === 'compute' && StepStatus === 'TimedOut' && ExecutionEndTime - ExecutionStartTime >= 600;

function check(run: Known, execution: Execution): void {
  const { status, outputs, steps } = runbooks[run.runbook]?.expected ?? { status: '', outputs: {}, steps: [] };
  const started = execution.StepExecutions.filter(({ StepStatus }) => StepStatus !== 'Pending');
  const ids = execution.StepExecutions.map(({ StepExecutionId }) => StepExecutionId);
  expect(new Set(ids).size).toBe(ids.length);
  if (run.isStopped) {
    expect(execution.AutomationExecutionStatus).toBe('Cancelled');
    const [first] = started;
    if (first?.StepStatus === 'Cancelled')
      expect(started[1]).toMatchObject({ StepName: 'undo', StepStatus: 'Success' });
    return;
  }
  // A stop whose answer was lost may have had its effect.
  if (execution.AutomationExecutionStatus === 'Cancelled' && run.runbook === 'Approval') return;
  if (started.some(ranOutOfTime)) return;
  expect(execution).toMatchObject({ AutomationExecutionStatus: status, Outputs: outputs });
  expect(started.map(({ StepName, StepStatus }) => [StepName, StepStatus])).toEqual(
    steps.map((name) => [name, 'Success']),
  );
  const decisions = started[0]?.Outputs?.ApproverDecisions?.map(
    (text) => (JSON.parse(text) as { Approver: string }).Approver,
  );
  if (decisions) expect(decisions.toSorted()).toEqual(approvers.map(arnOf));
}

(python ? describe : describe.skip)('kill -9 at random moments', () => {
  let server: Server;
  // Also that of a test that failed.
  afterAll(() => void (existsSync(`/proc/${server.pid}`) && process.kill(server.pid, 'SIGKILL')));

  it(
    `loses nothing acknowledged over ${rounds} rounds`,
    async () => {
      const folder = dataFolder();
      const clients = new Clients();
      server = await startServer(folder.path);
      for (const name of approvers) createPrincipal(folder.path, name);
      clients.connect(server);
      for (const [Name, { document }] of Object.entries(runbooks))
        await clients.call('CreateDocument', { Name, DocumentType: 'Automation', Content: JSON.stringify(document) });

      for (let at = 0; at < rounds; at++) {
        await round(server, clients);
        server = await startServer(folder.path);
      }
      clients.connect(server);
      await settle(clients);

      const executions = await Promise.all((await clients.ids()).map((id) => clients.get(id)));
      const byToken = Map.groupBy(executions, ({ Parameters }) => Parameters.Text?.[0] ?? '');
      expect(clients.known.length).toBeGreaterThan(rounds / 2);
      for (const run of clients.known) {
        const found = byToken.get(run.token) ?? [];
        expect(found.map(({ AutomationExecutionId }) => AutomationExecutionId)).toEqual([run.id]);
        for (const execution of found) check(run, execution);
      }
      expect(executions.length).toBe(clients.known.length);
      console.info(`${rounds} rounds: ${executions.length} runs, each as it must be`);
      await server.kill('SIGTERM');
      expect(existsSync(folder.path)).toBe(true);
      folder.remove();
    },
    patience,
  );
});
