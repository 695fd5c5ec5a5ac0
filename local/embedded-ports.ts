import { homedir } from 'node:os';
import { join } from 'node:path';
import type { OtherDoor } from '../functions/api/doors.ts';
import { ownNodes } from '../functions/nodes/own-nodes.ts';
import { mayNow } from '../functions/principals/may-now.ts';
import { guardedHttp } from '../functions/ports/aws/guarded-http.ts';
import { type Level, powertoolsLog } from '../functions/ports/aws/powertools-log.ts';
import type { Nodes } from '../functions/ports/nodes.ts';
import { runCommandNodes } from '../functions/ports/aws/run-command-nodes.ts';
import { sdkAwsApi } from '../functions/ports/aws/sdk-aws-api.ts';
import type { Clock } from '../functions/ports/clock.ts';
import type { Ports } from '../functions/ports/ports.ts';
import { randomIds } from '../functions/ports/random-ids.ts';
import { systemClock } from '../functions/ports/system-clock.ts';
import { scriptFinished } from '../functions/ssm/tasks/script-finished.ts';
import { type ChangeFeed, changeFeed } from './console/changes.ts';
import { Database } from './database/database.ts';
import { type FileObjects, fileObjects } from './file-objects.ts';
import { inProcessEvents, type InProcessEvents } from './in-process-events.ts';
import { signedObjectUrls } from './object-urls.ts';
import { childProcessScripts } from './scripts/child-process-scripts.ts';
import { embeddedProvisioner, embeddedSources, type ProvisioningOptions } from './provisioner/embedded-provisioner.ts';
import { scriptsFolder } from './scripts/script-folder.ts';
import { plainSecrets } from './plain-secrets.ts';
import { sqliteStore } from './database/sqlite-store.ts';
import { runTask, stateMachines } from './state-machines.ts';
import { StatesEngine } from './states/engine.ts';
import { embeddedWorkflows } from './workflows.ts';

/** The outside world of the embedded program, and what goes on in it. */
export interface EmbeddedPorts {
  ports: Ports;
  /** The port of the same name, for who listens. */
  events: InProcessEvents;
  database: Database;
  /** What the records tell of their changes. */
  feed: ChangeFeed;
  /** Goes on with what ran when the program ended; call it once, before anything else. */
  recover(): Promise<void>;
  /** The objects of the ports, with what the S3 wire keeps besides. */
  objects: FileObjects;
  /** Serves the URLs of objects. */
  objectUrls: OtherDoor;
  /** Tells where the server listens: a runbook's calls of AWS never come back to it, and the URLs of objects lead there. */
  servedAt: (url: string) => void;
  /** Stops what runs, to be carried on at the next start, and closes the file. */
  close(): Promise<void>;
}

/** Grows with every change of what lies in a data folder; who makes one brings older folders over. */
const format = 3;

/** All ports on one data folder: records and machines in one SQLite file, scripts in child processes. */
export function openPorts(data: string, logLevel: Level, provisioning?: ProvisioningOptions): EmbeddedPorts {
  const [clock, ids, log] = [systemClock(), randomIds(), powertoolsLog(logLevel)];
  const database = new Database(join(data, 'quaymaster.db'), { format });
  const feed = changeFeed();
  const store = feed.watched(sqliteStore(database, clock));
  const engine = new StatesEngine({
    database,
    clock,
    ids,
    log,
    invoke: (name, payload) => runTask(name, payload, ports),
    machines: stateMachines(),
  });
  const { objects, objectUrls, outside, servedAt } = placedPorts(data, clock);
  const scripts = childProcessScripts({
    store,
    objects,
    aws: outside.aws,
    clock,
    log,
    folder: scriptsFolder(data),
    hidden: [data, join(homedir(), '.aws'), join(homedir(), '.ssh')],
    finished: (id, result) => scriptFinished({ id, result }, ports),
  });
  const events = inProcessEvents(log);
  const [nodes, workflows] = [nodesOf({ store, clock, ids }, outside.nodes), embeddedWorkflows(engine)];
  const provisioner = embeddedProvisioner({ store, clock, objects, data, ...outside }, provisioning);
  const made = { scripts, nodes, provisioner, sources: embeddedSources({ data, ...outside }, provisioning) };
  const ports: Ports = { store, workflows, events, objects, ...outside, ...made, clock, ids, log };
  const recover = async () => {
    // First, because it empties the folder in which the machines' scripts run.
    await scripts.recover();
    engine.recover();
  };
  const close = async () => {
    await scripts.close();
    engine.close();
    database.close();
  };
  return { ports, events, database, feed, recover, objects, objectUrls, servedAt, close };
}

/** Our own agents first, then SSM. */
const nodesOf = (needs: Pick<Ports, 'store' | 'clock' | 'ids'>, others: Nodes): Nodes =>
  ownNodes(needs, { others, mayDo: mayNow(needs) });

/** What must know where the server listens: objects have URLs of it, and what reaches beyond this machine must not come back. */
function placedPorts(data: string, clock: Clock) {
  const urls = signedObjectUrls(clock);
  const objects = fileObjects(join(data, 'objects'), clock, urls);
  const aws = sdkAwsApi({ region: 'us-east-1', ownUrl: () => urls.base });
  return {
    objects,
    objectUrls: urls.door(objects),
    outside: {
      aws,
      http: guardedHttp(),
      nodes: runCommandNodes(aws),
      secrets: plainSecrets(),
    },
    servedAt: (url: string) => void (urls.base = url),
  };
}
