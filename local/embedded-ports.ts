import { homedir } from 'node:os';
import { join } from 'node:path';
import { type Level, powertoolsLog } from '../functions/ports/aws/powertools-log.ts';
import type { Ports } from '../functions/ports/ports.ts';
import { randomIds } from '../functions/ports/random-ids.ts';
import { systemClock } from '../functions/ports/system-clock.ts';
import { scriptFinished } from '../functions/ssm/tasks/script-finished.ts';
import { Database } from './database.ts';
import { fileObjects } from './file-objects.ts';
import { inProcessEvents } from './in-process-events.ts';
import { childProcessScripts } from './scripts/child-process-scripts.ts';
import { sqliteStore } from './sqlite-store.ts';
import { runTask, stateMachines } from './state-machines.ts';
import { StatesEngine } from './states/engine.ts';
import { embeddedWorkflows } from './workflows.ts';

/** The outside world of the embedded program, and what goes on in it. */
export interface EmbeddedPorts {
  ports: Ports;
  database: Database;
  /** Goes on with what ran when the program ended; call it once, before anything else. */
  recover(): Promise<void>;
  /** Stops what runs, to be carried on at the next start, and closes the file. */
  close(): Promise<void>;
}

/** All ports on one data folder: records and machines in one SQLite file, scripts in child processes. */
export function openPorts(data: string, logLevel: Level): EmbeddedPorts {
  const clock = systemClock();
  const ids = randomIds();
  const log = powertoolsLog(logLevel);
  const database = new Database(join(data, 'quaymaster.db'));
  const store = sqliteStore(database, clock);
  const engine = new StatesEngine({
    database,
    clock,
    ids,
    log,
    invoke: (name, payload) => runTask(name, payload, ports),
    machines: stateMachines(),
    history: 'transitions',
  });
  const scripts = childProcessScripts({
    store,
    clock,
    log,
    folder: join(data, 'scripts'),
    hidden: [data, join(homedir(), '.aws'), join(homedir(), '.ssh')],
    finished: (id, result) => scriptFinished({ id, result }, ports),
  });
  const workflows = embeddedWorkflows(engine);
  const objects = fileObjects(join(data, 'objects'), clock);
  const ports: Ports = { store, workflows, scripts, events: inProcessEvents(log), objects, clock, ids, log };
  const recover = async () => {
    engine.recover();
    await scripts.recover();
  };
  const close = async () => {
    await scripts.close();
    engine.close();
    database.close();
  };
  return { ports, database, recover, close };
}
