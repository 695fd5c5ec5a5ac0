import { mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { byKind } from '../../functions/ports/provisioners.ts';
import { runCommandNodes } from '../../functions/ports/aws/run-command-nodes.ts';
import type { Events } from '../../functions/ports/events.ts';
import type { Ids } from '../../functions/ports/ids.ts';
import type { Log } from '../../functions/ports/log.ts';
import type { Objects } from '../../functions/ports/objects.ts';
import type { Ports } from '../../functions/ports/ports.ts';
import type { Store, Write } from '../../functions/ports/store.ts';
import { systemClock } from '../../functions/ports/system-clock.ts';
import { getLastStep } from '../../functions/ssm/automation-executions/run.ts';
import { type StepPack, stepsOf } from '../../functions/ssm/automation-executions/step-pack.ts';
import type { Workflows } from '../../functions/ports/workflows.ts';
import { Database } from '../../local/database/database.ts';
import { fileObjects } from '../../local/file-objects.ts';
import { childProcessScripts } from '../../local/scripts/child-process-scripts.ts';
import { sqliteStore } from '../../local/database/sqlite-store.ts';
import { plainSecrets } from '../../local/plain-secrets.ts';
import { runTask, stateMachines } from '../../local/state-machines.ts';
import { StatesEngine } from '../../local/states/engine.ts';
import type { Invoke } from '../../local/states/runtime.ts';
import { embeddedWorkflows } from '../../local/workflows.ts';
import { mockedOutside, type Outside } from './mocked-aws.ts';
import { mockedScripts, type MockedScripts } from './mocked-scripts.ts';
import type { Mocks } from './mocks.ts';
import { type VirtualClock, virtualClock } from './virtual-clock.ts';
import type { Witness } from './witness.ts';

/** The whole of SSM Automation in this process and in memory, on a clock that only `skip` moves, with mocks for the world outside. */
export interface Stage {
  ports: Ports;
  clock: VirtualClock;
  scripts: MockedScripts;
  outside: Outside;
  /** The executions that were started, in order, by id. */
  started: Set<string>;
  /** How much happened so far, and whether something is under way. */
  activity: () => number;
  isBusy: () => boolean;
  /** Resolves when the next real script ends. */
  nextScript(): Promise<void>;
  close(): Promise<void>;
}

const nobody: Events = { publish: async () => {} };

/** Opens one. `warn` is told what goes wrong in the engine itself. */
export function openStage(mocks: Mocks, witness: Witness, warn: (line: string) => void): Stage {
  const clock = virtualClock(mocks.now);
  const log = quietLog(warn);
  const folder = mkdtempSync(join(tmpdir(), 'quaymaster-test-'));
  const database = new Database(':memory:');
  const pulse = { activity: 0, busy: 0, isClosed: false };
  const store = watched(sqliteStore(database, clock), pulse);
  const parts = { database, clock, ids: countingIds(), log, secrets: plainSecrets() };
  const stepOf = async (executionId: string) => (await getLastStep(store, executionId))?.value;
  const objects = fileObjects(join(folder, 'objects'), clock);
  const real = realScripts({ folder, log, objects }, (id, result) => scripts.finish({ id, result }));
  const scripts = mockedScripts(mocks, { witness, stepOf, real: real.scripts });
  const outside = mockedOutside(mocks, witness, stepOf);
  const invoke: Invoke = async (name, payload) => {
    pulse.busy += 1;
    return runTask(name, payload, ports).finally(() => void (pulse.busy -= 1));
  };
  const engine = new StatesEngine({ ...parts, invoke, machines: stateMachines(), retention: Infinity });
  const started = new Set<string>();
  const workflows = noted(embeddedWorkflows(engine), started);
  const { aws } = outside;
  const beyond = { aws, http: outside.http, nodes: runCommandNodes(aws), provisioner: byKind({}) };
  const ports = { store, workflows, scripts, events: nobody, objects, ...beyond, ...parts };
  return {
    ports,
    clock,
    scripts,
    outside,
    started,
    activity: () => pulse.activity + database.group,
    isBusy: () => pulse.busy > 0,
    nextScript: real.next,
    close: async () => {
      pulse.isClosed = true;
      await real.scripts.close();
      engine.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Notes the executions that start. */
const noted = (workflows: Workflows, started: Set<string>): Workflows => ({
  ...workflows,
  // eslint-disable-next-line max-params -- as the port has it
  start: (machine, name, input, after) => {
    if (machine === 'ssm-automation') started.add(name);
    return workflows.start(machine, name, input, after);
  },
});

/** Counts what happens in a store; once closed it refuses all, which ends whatever would go on for ever. */
function watched(store: Store, pulse: { activity: number; isClosed: boolean }): Store {
  const seen = (count = 1) => {
    pulse.activity += count;
    if (pulse.isClosed) throw new Error('The test is over.');
  };
  return {
    get: async (key) => (seen(), store.get(key)),
    list: async (query) => (seen(), store.list(query)),
    write: async (changes) => (seen(changes.flatMap(itemsOf).length), store.write(changes)),
  };
}

/** What a change is of: steps that are written together count one by one. */
const itemsOf = (change: Write): object[] => ('put' in change ? stepsOf(change.put.value as StepPack) : [change]);

interface Belongings {
  folder: string;
  log: Log;
  objects: Objects;
}

/** Scripts in child processes, on this machine's clock and with records of their own. */
function realScripts({ folder, log, objects }: Belongings, finished: (id: string, result: Result) => void) {
  const clock = systemClock();
  let wake = () => {};
  let next = new Promise<void>((resolve) => (wake = resolve));
  const scripts = childProcessScripts({
    store: sqliteStore(new Database(':memory:'), clock),
    clock,
    log,
    objects,
    folder: join(folder, 'scripts'),
    hidden: [join(homedir(), '.aws'), join(homedir(), '.ssh')],
    finished: async (id, result) => {
      finished(id, result);
      wake();
      next = new Promise<void>((resolve) => (wake = resolve));
    },
  });
  return { scripts, next: () => next };
}

type Result = Parameters<MockedScripts['finish']>[0]['result'];

/** The same ids in every test. */
function countingIds(): Ids {
  let count = 0;
  const next = () => String(++count).padStart(12, '0');
  const uuid = () => `00000000-0000-4000-8000-${next()}`;
  return {
    uuid,
    orderedUuid: uuid,
    token: () => `token-${next()}`.padEnd(43, '0'),
    fraction: () => 0.5,
  };
}

function quietLog(warn: (line: string) => void): Log {
  const quiet = () => {};
  return {
    debug: quiet,
    info: quiet,
    warn: quiet,
    error: (message, fields) => warn(`${message} ${JSON.stringify(fields)}`),
  };
}
