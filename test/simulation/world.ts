import type { Caller } from '../../functions/api/action.ts';
import { ApiError } from '../../functions/api/error.ts';
import { WriteConflict } from '../../functions/ports/store.ts';
import type { Ports } from '../../functions/ports/ports.ts';
import type { ScriptResult } from '../../functions/ports/scripts.ts';
import { getAutomationExecution } from '../../functions/ssm/automation-executions/get-automation-execution.ts';
import { sendAutomationSignal } from '../../functions/ssm/automation-executions/send-automation-signal.ts';
import { startAutomationExecution } from '../../functions/ssm/automation-executions/start-automation-execution.ts';
import { stopAutomationExecution } from '../../functions/ssm/automation-executions/stop-automation-execution.ts';
import { createDocument } from '../../functions/ssm/documents/create-document.ts';
import { reconcile } from '../../functions/ssm/tasks/reconcile.ts';
import { scriptFinished } from '../../functions/ssm/tasks/script-finished.ts';
import { Database } from '../../local/database.ts';
import { account, countingIds } from '../door.ts';
import { Disk } from './disk.ts';
import { type Faults, Fault, Gate } from './invocation.ts';
import { leapingClock } from './leaping-clock.ts';
import { openProgram, type Outside, type Program } from './program.ts';
import { approvers, runbook } from './runbook.ts';
import { randomOf } from './random.ts';
import { newWatch } from './watched-store.ts';

/** What somebody asked for and was told that it is done. */
export type Acknowledged =
  | { what: 'start'; token: string; word: string; id: string }
  | { what: 'Approve' | 'Reject'; by: string; id: string }
  | { what: 'stop'; id: string };

/** How a world goes wrong. Functions die and calls fail one by one in the account; embedded, it is the program, or its disk. */
export interface Trouble extends Faults {
  /** How often a task is delivered twice. */
  duplicate: number;
  /** How far the clocks of functions may be off, in milliseconds. */
  skew: number;
  /** One program on a disk that is killed, or has its power cut, or whose disk fails so often at a sync. */
  disk?: { failing: number };
  /** How often a function is so slow that all else goes before it. */
  slowness: number;
  /** How many executions may go on at once. */
  concurrent?: number;
}

const document = 'Simulated';
const callerOf = (name: string): Caller => ({
  arn: `arn:aws:iam::${account}:user/${name}`,
  name,
  account,
  region: 'us-east-1',
});

/** A request that got no answer may have had its effect or not; one that was refused had none. */
const isRefused = (error: unknown): boolean =>
  error instanceof Fault || error instanceof ApiError || error instanceof WriteConflict;

/**
 * Automations in this process and on one seed: as in the account, with functions that die between any two calls, calls that fail before or after they
 * had an effect, and tasks that are delivered twice or late, on machines and records that are durable; or as embedded, where the whole program ends at
 * any moment and starts again from what is on the disk. Clocks leap, and people start, approve, reject, resume and stop.
 */
export async function openWorld(seed: number, trouble: Trouble) {
  const random = randomOf(seed);
  const gate = new Gate(random, { ...trouble });
  Object.assign(gate, { skew: trouble.skew, slowness: trouble.slowness });
  const disk = trouble.disk && new Disk(random, gate);
  const { concurrent } = trouble;
  const quota = concurrent === undefined ? undefined : { concurrent, queued: 10 };
  const outside: Outside = {
    random,
    gate,
    clock: leapingClock(),
    ids: countingIds(),
    watch: newWatch(),
    jobs: new Map(),
    started: new Set(),
    calls: [],
    quotas: quota && { automations: quota, rateControls: quota },
    duplicate: trouble.duplicate,
    deliveries: [],
  };
  const { broken, history } = outside.watch;
  const acknowledged: Acknowledged[] = [];
  const results = new Map<string, ScriptResult>();
  let program: Program = openProgram(disk?.open() ?? new Database(':memory:'), outside);

  const quiet = async () => {
    do await new Promise((resolve) => setImmediate(resolve));
    while (process.getActiveResourcesInfo().includes('Immediate'));
  };
  const made = createDocument(
    { Name: document, DocumentType: 'Automation', Content: runbook },
    program.ports,
    callerOf('admin'),
  );
  for (await quiet(); !gate.isEmpty; await quiet()) gate.open();
  await made;
  if (disk) disk.failing = trouble.disk?.failing ?? 0;

  /** A request whose caller may never hear of it again. */
  const request = async (work: (gated: Ports) => Promise<Acknowledged | undefined>): Promise<void> => {
    const { database } = program;
    const told = await gate.run(program.ports, work).catch((error: unknown) => {
      if (isRefused(error) || database.failure) return undefined;
      throw error;
    });
    if (told) acknowledged.push(told);
  };
  const signal = (id: string, SignalType: 'Approve' | 'Reject' | 'Resume', by: string) =>
    request(async (gated) => {
      await sendAutomationSignal({ AutomationExecutionId: id, SignalType }, gated, callerOf(by));
      return SignalType === 'Resume' ? undefined : { what: SignalType, by, id };
    });
  const reconciled = () => request(async (gated) => void (await reconcile(gated)));
  /** Reads what was acknowledged just now, as any client may. */
  const expectThere = async (id: string): Promise<void> => {
    const { database, ports } = program;
    await getAutomationExecution({ AutomationExecutionId: id }, ports).catch((error: unknown) => {
      if (!database.failure) broken.push(`${id} was acknowledged and cannot be read: ${(error as Error).message}`);
    });
  };
  return {
    ...outside,
    acknowledged,
    broken,
    history,
    disk,
    get ports() {
      return program.ports;
    },
    /** Whether the program keeps nothing any more, and waits to be started again. */
    get isStuck() {
      return program.database.failure !== undefined;
    },
    start: (token: string, word: string) =>
      request(async (gated) => {
        const input = { DocumentName: document, ClientToken: token, Parameters: { Word: [word] } };
        const { AutomationExecutionId: id = '' } = await startAutomationExecution(input, gated, callerOf('admin'));
        void expectThere(id);
        return { what: 'start', token, word, id };
      }),
    decide: (id: string, what: 'Approve' | 'Reject') => signal(id, what, random.pick(approvers)),
    signal,
    stop: (id: string) =>
      request(async (gated) => {
        await stopAutomationExecution({ AutomationExecutionId: id, Type: 'Cancel' }, gated);
        return { what: 'stop', id };
      }),
    /** Tells the result of a script that runs, which goes on being told until it is taken. */
    finishScript: (id: string, result: ScriptResult) =>
      request(async (gated) => {
        results.set(id, result);
        await scriptFinished({ id, result }, gated);
        outside.jobs.delete(id);
        return undefined;
      }),
    /** Tells the result of a script once more, or that of one that was stopped, at any later time. */
    repeatScript: () =>
      request(async (gated) => {
        const id = random.pick([...outside.started].filter((one) => !outside.jobs.has(one))) ?? '';
        const result = results.get(id) ?? { status: 'Success', payload: { word: id }, log: '' };
        if (id) await scriptFinished({ id, result }, gated);
        return undefined;
      }),
    /** Delivers something once more, at any later time. */
    redeliver: async () => {
      const tokens = outside.deliveries.filter(({ payload }) => payload.token);
      const late = random.pick(random.happens(0.5) ? tokens : outside.deliveries);
      if (late) await program.deliver(late).catch(() => undefined);
    },
    reconcile: reconciled,
    executions: outside.watch.executions,
    /** The program ends in the middle of everything, and another one goes on from what is on the disk. */
    restart: (how: 'kill' | 'power cut') => {
      if (!disk) return;
      disk.end(program.database, how);
      program.engine.close();
      program.database.close();
      gate.killAll();
      program = openProgram(disk.open(), outside);
      outside.watch.learn(program.database);
      program.engine.recover();
      void reconciled();
    },
    /** Lets everything happen that waits neither at the gate nor for the clock. */
    quiet,
    close: () => {
      program.engine.close();
      program.database.close();
      disk?.remove();
    },
  };
}

export type World = Awaited<ReturnType<typeof openWorld>>;
