import type { AutomationExecution, SSMClient, StartAutomationExecutionCommandInput } from '@aws-sdk/client-ssm';
import {
  CreateDocumentCommand,
  GetAutomationExecutionCommand,
  StartAutomationExecutionCommand,
} from '@aws-sdk/client-ssm';
import { runCommandNodes } from '../functions/ports/aws/run-command-nodes.ts';
import type { Event } from '../functions/ports/events.ts';
import type { Json, JsonObject } from '../functions/ports/json.ts';
import type { Ports } from '../functions/ports/ports.ts';
import type { ScriptJob, ScriptResult } from '../functions/ports/scripts.ts';
import { ssm } from '../functions/ssm/index.ts';
import { scriptFinished } from '../functions/ssm/tasks/script-finished.ts';
import { Database } from '../local/database/database.ts';
import { sqliteStore } from '../local/database/sqlite-store.ts';
import { StatesEngine } from '../local/states/engine.ts';
import { stateMachines } from '../local/state-machines.ts';
import { embeddedWorkflows } from '../local/workflows.ts';
import { fakeAws, type FakeAws } from './aws.ts';
import { fakeClock, type FakeClock } from './clock.ts';
import { deployed } from './deployed.ts';
import { countingIds, type More, openDoor, recordingLog, type TestDoor } from './door.ts';
import { fakeHttp, type FakeHttp } from './http.ts';
import type { UnderRoles } from './roles.ts';
import { inMemory } from './objects.ts';

/** The whole of SSM Automation in this process, on a clock that stands still; scripts end when the test says so. */
export interface Running extends TestDoor {
  client: SSMClient;
  ports: Ports;
  clock: FakeClock;
  engine: StatesEngine;
  database: Database;
  /** The scripts that were started and not stopped, by job id. */
  jobs: Map<string, ScriptJob>;
  events: Event[];
  /** AWS and the web as the test programs them. */
  aws: FakeAws;
  http: FakeHttp;
  /** Runs what a test calls itself under the role of a function, and tells what all functions did. */
  roles: UnderRoles;
  /** How often a task was called, by its name. */
  calls: Record<string, number>;
  finishScript(result: ScriptResult): Promise<void>;
  /** Creates a document of the given steps and starts it; further members of the document may be given. */
  run(mainSteps: object[], document?: object, Parameters?: Record<string, string[]>): Promise<string>;
  /** The same in Interactive mode. */
  runInteractive(mainSteps: object[], document?: object, Parameters?: Record<string, string[]>): Promise<string>;
  /** The execution once it has one of the statuses. */
  reach(id: string, ...statuses: string[]): Promise<AutomationExecution>;
  /** Lets everything happen that does not wait for time, a signal or a script. */
  settled(): Promise<void>;
  /** The status changes that the bus was told of, as `step Status`, or as `run Status` for the execution's own; of one execution or of all. */
  told(id?: string): string[];
  steps(id: string): Promise<[string | undefined, string | undefined][]>;
}

/** What happens in place of the call of a task of this name. */
export type Around = (task: () => Promise<JsonObject>, name: string, payload: JsonObject) => () => Promise<JsonObject>;

/** Opens it, in memory or in a file. */
export async function openRunning(
  file = ':memory:',
  clock = fakeClock(),
  around: Around = (task) => task,
  more?: More,
): Promise<Running> {
  const database = new Database(file);
  const calls: Record<string, number> = {};
  const jobs = new Map<string, ScriptJob>();
  const events: Event[] = [];
  const aws = fakeAws();
  const http = fakeHttp();
  const log = recordingLog([]);
  const ids = countingIds();
  const invoke = async (name: string, payload: Json): Promise<JsonObject> => {
    calls[name] = (calls[name] ?? 0) + 1;
    const task = () => account.runTask(name, payload, door.ports);
    return around(task, name, payload as JsonObject)();
  };
  const engine = new StatesEngine({
    database,
    clock,
    ids,
    log,
    invoke,
    machines: stateMachines(),
    history: 'full',
  });
  const account = deployed({
    clock,
    ids,
    store: sqliteStore(database, clock),
    workflows: embeddedWorkflows(engine),
    events: { publish: async (make: () => Event[]) => void events.push(...make()) },
    aws,
    objects: inMemory(),
    scripts: {
      start: async (job: ScriptJob) => void jobs.set(job.id, job),
      stop: async (id: string) => void jobs.delete(id),
    },
  });
  const given = { ...account.ports, http, nodes: runCommandNodes(account.ports.aws) };
  const door = await openDoor([ssm], given, undefined, more, account.request);
  engine.recover();
  const client = door.ssm();
  let documents = 0;

  const get = async (id: string): Promise<AutomationExecution> => {
    const answer = await client.send(new GetAutomationExecutionCommand({ AutomationExecutionId: id }));
    return answer.AutomationExecution ?? {};
  };
  const run = async (document: object, input: Partial<StartAutomationExecutionCommandInput>): Promise<string> => {
    const Name = `Runbook${++documents}`;
    const Content = JSON.stringify({ schemaVersion: '0.3', ...document });
    await client.send(new CreateDocumentCommand({ Name, DocumentType: 'Automation', Content }));
    const started = await client.send(new StartAutomationExecutionCommand({ DocumentName: Name, ...input }));
    return started.AutomationExecutionId ?? '';
  };
  return {
    ...door,
    clock,
    client,
    engine,
    database,
    jobs,
    events,
    aws,
    http,
    calls,
    roles: account.roles,
    finishScript: async (result) => {
      const [id = ''] = jobs.keys();
      jobs.delete(id);
      await scriptFinished({ id, result }, door.ports);
    },
    run: (mainSteps, document, Parameters) => run({ mainSteps, ...document }, { ...(Parameters && { Parameters }) }),
    runInteractive: (mainSteps, document, Parameters) =>
      run({ mainSteps, ...document }, { Mode: 'Interactive', ...(Parameters && { Parameters }) }),
    reach: async (id, ...statuses) => {
      for (let turn = 0; turn < 2000; turn++) {
        const execution = await get(id);
        if (statuses.includes(execution.AutomationExecutionStatus ?? '')) return execution;
        await new Promise((resolve) => setImmediate(resolve));
      }
      throw new Error(`not ${statuses.join(' or ')}: ${JSON.stringify(await get(id), null, 1)}`);
    },
    settled: async () => {
      for (let turn = 0; turn < 50; turn++) {
        await new Promise((resolve) => setImmediate(resolve));
        await database.durable();
      }
    },
    told: (id) =>
      events
        .filter(({ detail }) => id === undefined || detail.ExecutionId === id)
        .map(({ detail: { StepName = 'run', Status } }) =>
          `${JSON.stringify(StepName)} ${JSON.stringify(Status)}`.replaceAll('"', ''),
        ),
    steps: async (id) =>
      ((await get(id)).StepExecutions ?? []).map(({ StepName, StepStatus }) => [StepName, StepStatus]),
  };
}
