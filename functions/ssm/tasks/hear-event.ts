import type { JsonObject } from '../../ports/json.ts';
import type { Ports } from '../../ports/ports.ts';
import { lookNow } from '../automation-executions/look-now.ts';
import { watchesOf } from '../../ports/watches.ts';

/** Takes an event of AWS, as EventBridge writes it, to the steps that wait for what it is about. */
export async function hearEvent(event: JsonObject, ports: Pick<Ports, 'store' | 'workflows'>): Promise<void> {
  for (const watch of watchesOf(event)) await lookNow(watch, ports);
}
