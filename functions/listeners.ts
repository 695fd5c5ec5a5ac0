import type { JsonObject } from './ports/json.ts';
import { hearRunCommand } from './opsworks/tasks/run-commands.ts';
import type { Ports } from './ports/ports.ts';
import { hearProvisioning } from './proton/tasks/hear-provisioning.ts';
import { hearEvent } from './ssm/tasks/hear-event.ts';

/** Takes an event of AWS to whoever waits for what it is about; who hears it asks AWS and believes the event nothing. */
export type Listener = (event: JsonObject, ports: Ports) => Promise<void>;

/** Who listens: one line per room. */
const listeners: Listener[] = [hearEvent, hearProvisioning, hearRunCommand];

/** Tells an event to all of them. */
export async function tellListeners(event: JsonObject, ports: Ports): Promise<void> {
  await Promise.all(listeners.map((listen) => listen(event, ports)));
}
