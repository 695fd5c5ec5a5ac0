import { oneOf } from '../functions/api/doors.ts';
import { makeHandler } from '../functions/api/handler.ts';
import type { Principal } from '../functions/api/principal.ts';
import { endPolls } from '../functions/heat/software-deployments/polls.ts';
import { nodeResults } from '../functions/node-results.ts';
import { nodesDoor } from '../functions/nodes/door.ts';
import { endWaits } from '../functions/nodes/waiting.ts';
import type { Level } from '../functions/ports/aws/powertools-log.ts';
import type { Ports } from '../functions/ports/ports.ts';
import type { Quotas } from '../functions/ports/quotas.ts';
import { ensureAdministrator } from '../functions/principals/administrator.ts';
import { principalsService } from '../functions/principals/index.ts';
import { storedPrincipals } from '../functions/principals/stored-principals.ts';
import { reconcileAll } from '../functions/reconcile.ts';
import { services } from '../functions/services.ts';
import { everyMinute, type Upkeep } from '../functions/upkeep.ts';
import { embeddedConsole } from './console/embedded-console.ts';
import { openSessions } from './console/sessions.ts';
import { linkPath } from './console/sign-in.ts';
import { embeddedHeat, type HeatOptions } from './embedded-heat.ts';
import { type EmbeddedPorts, openPorts } from './embedded-ports.ts';
import { eventBus } from './event-bus.ts';
import { plainSecrets } from './plain-secrets.ts';
import type { ProvisioningOptions } from './provisioner/embedded-provisioner.ts';
import { embeddedS3 } from './s3/embedded-s3.ts';
import { whileKept } from './while-kept.ts';
import { startHttpFront } from './http/http-front.ts';
import { sweep } from './database/sqlite-store.ts';

/** The one account of the embedded program. */
const account = '000000000000';

const secrets = plainSecrets();

/** Agents wait here for what there is to do; where the server restarts they ask again at once. */
const manners = { longestWait: 25, pause: 5 };

/** How the embedded program is to run; `data` is the folder that holds all it keeps. */
export interface EmbeddedOptions {
  data: string;
  host: string;
  port: number;
  region: string;
  logLevel: Level;
  tls?: { cert: string; key: string };
  quotas?: Quotas;
  heat?: HeatOptions;
  provisioning?: ProvisioningOptions;
}

/** A running embedded program; `close` finishes what runs and keeps the rest for the next start. */
export interface Embedded {
  url: string;
  administrator: Principal;
  /** A path and fragment of the console that sign the administrator in, once, on this machine. */
  consoleLink(): string;
  close(): Promise<void>;
}

/** Starts everything in this process: the door on a port, the machines, the records in one SQLite file. Throws where another program has the folder. */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const { data, region, logLevel, quotas, heat, provisioning, ...address } = options;
  const opened = openPorts(data, logLevel, provisioning);
  const { ports, database } = opened;
  ports.quotas = quotas;
  const administrator = await ensureAdministrator({ ...ports, secrets }, account);
  const { bus, sessions, page, handler } = openDoors(opened, administrator, { region, heat });
  await opened.recover();
  await bus.open();
  const server = await startHttpFront({ handler, ...address }).catch(async (error: unknown) => {
    await bus.close();
    await opened.close();
    throw error;
  });
  opened.servedAt(server.url);
  const reconciled = reconcileAll(ports);
  const stopUpkeep = keepUp([() => sweep(database, ports.clock), ...everyMinute], ports);
  return {
    url: server.url,
    administrator,
    consoleLink: () => linkPath(sessions, administrator.accessKeyId),
    close: async () => {
      endWaits();
      endPolls();
      page.close();
      await server.close();
      stopUpkeep();
      await reconciled;
      await bus.close();
      await opened.close();
    },
  };
}

/** One handler of all doors. */
function openDoors(
  { ports, database, feed, objects, objectUrls, events }: EmbeddedPorts,
  administrator: Principal,
  { region, heat }: { region: string; heat: HeatOptions | undefined },
) {
  const stored = storedPrincipals({ ...ports, secrets });
  const sessions = openSessions({ ...ports, principals: stored });
  const { principals } = sessions;
  const bus = eventBus({ ports, events, account, region });
  const served = [...services, principalsService(stored, secrets), ...bus.services];
  const door = makeHandler({ ports, services: served, principals, account, region });
  const nodes = nodesDoor({ ports, results: nodeResults, manners });
  const s3 = embeddedS3({ ...ports, objects }, { principals, account });
  const openstack = embeddedHeat(ports, { principals, account, region, administrator }, heat);
  const page = embeddedConsole(ports, { trust: { principals, account }, region, sessions, feed });
  const doors = [nodes, page.door, s3, openstack, bus.health];
  return {
    bus,
    sessions,
    page,
    handler: oneOf([objectUrls], whileKept(oneOf(doors, door), database)),
  };
}

const logged = (work: Promise<unknown>, message: string, { log }: Pick<Ports, 'log'>): Promise<unknown> =>
  work.catch((error: unknown) => log.error(message, { error }));

/** Removes expired records in small batches, and does what else is due every minute; answers with what ends it. */
function keepUp(works: Upkeep[], ports: Ports): () => void {
  const { clock } = ports;
  let cancel = () => {};
  const later = () => {
    cancel = clock.after(60_000, () => {
      for (const work of works) void logged(work(ports), 'upkeep failed', ports);
      later();
    });
  };
  later();
  return () => cancel();
}
