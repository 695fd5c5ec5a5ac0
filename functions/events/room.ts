import type { Principal } from '../api/principal.ts';
import type { Trigger } from '../api/trigger.ts';
import type { JsonObject } from '../ports/json.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { Ports } from '../ports/ports.ts';
import { Deliveries } from './deliveries/deliveries.ts';
import { RuleBook } from './rules/rule-book.ts';
import { Scheduler } from './schedule/scheduler.ts';
import { Targets } from './targets/targets.ts';

/** Finds a principal by its name, as it is now. */
export type FindPrincipal = (name: string) => Promise<Principal | undefined>;

/** What the rules of the embedded program need beyond its ports. `hear` is told of every event that was put, once it is on disk. */
export interface RoomOptions {
  ports: Ports;
  triggers: Trigger[];
  principalNamed: FindPrincipal;
  metrics: Metrics;
  hear?: (event: JsonObject) => Promise<void>;
}

/** The rules in memory, what they start, and what is on its way there. */
export interface Room {
  rules: RuleBook;
  targets: Targets;
  deliveries: Deliveries;
  scheduler: Scheduler;
  hear: (event: JsonObject) => Promise<void>;
}

/** Puts the room together; nothing happens before `openRoom`. */
export function makeRoom({
  ports,
  triggers,
  principalNamed,
  metrics,
  hear = async () => undefined,
}: RoomOptions): Room {
  const rules = new RuleBook(ports.store);
  const targets = new Targets(triggers, principalNamed, ports);
  const deliveries = new Deliveries({ ports, rules, targets, metrics });
  const scheduler = new Scheduler({ ports, rules, deliveries, metrics });
  return { rules, targets, deliveries, scheduler, hear };
}

/** Reads the rules and goes on with what was on its way when the program ended. */
export async function openRoom({ rules, deliveries, scheduler }: Room): Promise<void> {
  await rules.load();
  await deliveries.recover();
  await scheduler.recover();
}

/** Begins nothing more and waits for what is under way; the rest is for the next start. */
export async function closeRoom({ deliveries, scheduler }: Room): Promise<void> {
  scheduler.close();
  await deliveries.close();
}
