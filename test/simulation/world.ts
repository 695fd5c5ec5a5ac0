import type { Caller } from '../../functions/api/action.ts';
import { ApiError } from '../../functions/api/error.ts';
import type { JsonObject } from '../../functions/ports/json.ts';
import type { Ports } from '../../functions/ports/ports.ts';
import type { ScriptJob, ScriptResult } from '../../functions/ports/scripts.ts';
import { sendAutomationSignal } from '../../functions/ssm/automation-executions/send-automation-signal.ts';
import { startAutomationExecution } from '../../functions/ssm/automation-executions/start-automation-execution.ts';
import { stopAutomationExecution } from '../../functions/ssm/automation-executions/stop-automation-execution.ts';
import { createDocument } from '../../functions/ssm/documents/create-document.ts';
import { reconcile } from '../../functions/ssm/tasks/reconcile.ts';
import { scriptFinished } from '../../functions/ssm/tasks/script-finished.ts';
import { Database } from '../../local/database.ts';
import { sqliteStore } from '../../local/sqlite-store.ts';
import { runTask, stateMachines } from '../../local/state-machines.ts';
import { StatesEngine } from '../../local/states/engine.ts';
import { embeddedWorkflows } from '../../local/workflows.ts';
import { fakeClock } from '../clock.ts';
import { account, countingIds, recordingLog } from '../door.ts';
import { type Faults, Fault, Gate } from './invocation.ts';
import { approvers, runbook } from './runbook.ts';
import { randomOf } from './random.ts';
import { watched } from './watched-store.ts';

/** What somebody asked for and was told that it is done. */
export type Acknowledged =
  | { what: 'start'; token: string; id: string }
  | { what: 'Approve' | 'Reject'; by: string; id: string }
  | { what: 'stop'; id: string };

const machines = stateMachines();
const document = 'Simulated';
const callerOf = (name: string): Caller => ({
  arn: `arn:aws:iam::${account}:user/${name}`,
  name,
  account,
  region: 'us-east-1',
});

/**
 * Automations as they run in the account, in this process and on one seed: functions that die between any two calls, calls that fail before or after they
 * had an effect, tasks that are delivered twice, a clock that leaps, and people who start, approve, reject, resume and stop. The machines and the
 * records are durable, as Step Functions and DynamoDB are.
 */
export async function openWorld(seed: number, faults: Faults & { duplicate: number }) {
  const random = randomOf(seed);
  const clock = fakeClock();
  const database = new Database(':memory:');
  const gate = new Gate(random, faults);
  const ids = countingIds();
  const log = recordingLog([]);
  const jobs = new Map<string, ScriptJob>();
  const calls: { service: string; api: string; session: string; token: string | undefined }[] = [];
  const acknowledged: Acknowledged[] = [];
  const { store, broken, history } = watched(sqliteStore(database, clock));
  const invoke = async (name: string, payload: unknown): Promise<JsonObject> => {
    const run = () => gate.run(ports, (gated) => runTask(name, payload as JsonObject, gated));
    if (random.happens(faults.duplicate)) run().catch(() => undefined);
    return run();
  };
  const engine = new StatesEngine({ database, clock, ids, log, invoke, machines, history: 'off', retention: Infinity });
  const ports = {
    store,
    clock,
    ids,
    log,
    workflows: embeddedWorkflows(engine),
    events: { publish: async () => undefined },
    scripts: {
      start: async (job: ScriptJob) => void jobs.set(job.id, job),
      stop: async (id: string) => void jobs.delete(id),
    },
    aws: {
      call: async (call: { service: string; operation: string; sessionName: string; idempotencyToken?: string }) => {
        const { service, operation: api, sessionName: session, idempotencyToken: token } = call;
        calls.push({ service, api, session, token });
        return {};
      },
    },
  } as unknown as Ports;
  await createDocument({ Name: document, DocumentType: 'Automation', Content: runbook }, ports, callerOf('admin'));

  /** A request whose caller may never hear of it again; what the API refuses was not done. */
  const request = async (work: (gated: Ports) => Promise<Acknowledged | undefined>): Promise<void> => {
    const told = await gate.run(ports, work).catch((error: unknown) => {
      if (error instanceof Fault || error instanceof ApiError || (error as Error).name === 'WriteConflict')
        return undefined;
      throw error;
    });
    if (told) acknowledged.push(told);
  };
  const signal = (id: string, SignalType: 'Approve' | 'Reject' | 'Resume', by: string) =>
    request(async (gated) => {
      await sendAutomationSignal({ AutomationExecutionId: id, SignalType }, gated, callerOf(by));
      return SignalType === 'Resume' ? undefined : { what: SignalType, by, id };
    });
  return {
    random,
    clock,
    gate,
    jobs,
    calls,
    acknowledged,
    broken,
    history,
    store: store,
    start: (token: string) =>
      request(async (gated) => {
        const input = { DocumentName: document, ClientToken: token };
        const { AutomationExecutionId: id = '' } = await startAutomationExecution(input, gated, callerOf('admin'));
        return { what: 'start', token, id };
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
        await scriptFinished({ id, result }, gated);
        jobs.delete(id);
        return undefined;
      }),
    reconcile: () => request(async (gated) => void (await reconcile(gated))),
    /** Lets everything happen that waits neither at the gate nor for the clock. */
    quiet: async () => {
      do await new Promise((resolve) => setImmediate(resolve));
      while (process.getActiveResourcesInfo().includes('Immediate'));
    },
    close: () => {
      engine.close();
      database.close();
    },
  };
}

export type World = Awaited<ReturnType<typeof openWorld>>;
