import { watchConnections } from './opsworks/tasks/watch-connections.ts';
import { watchRunCommands } from './opsworks/tasks/run-commands.ts';
import type { Ports } from './ports/ports.ts';
import { syncRepositories } from './proton/tasks/sync-repositories.ts';

/** Work that nobody asked for; safe at any moment and again. */
export type Upkeep = (ports: Ports) => Promise<unknown>;

/** What is looked at every minute in the embedded program, one line per room; in the account each has a schedule of its own. */
export const everyMinute: Upkeep[] = [syncRepositories, watchConnections, watchRunCommands];
