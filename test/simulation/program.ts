import type { JsonObject } from '../../functions/ports/json.ts';
import type { Ports } from '../../functions/ports/ports.ts';
import type { Quotas } from '../../functions/ports/quotas.ts';
import type { Database } from '../../local/database/database.ts';
import { sqliteStore } from '../../local/database/sqlite-store.ts';
import { runTask, stateMachines } from '../../local/state-machines.ts';
import { StatesEngine } from '../../local/states/engine.ts';
import { embeddedWorkflows } from '../../local/workflows.ts';
import { countingIds, recordingLog } from '../door.ts';
import type { Gate } from './invocation.ts';
import { lateIndexes } from './late-indexes.ts';
import type { LeapingClock } from './leaping-clock.ts';
import type { Random } from './random.ts';
import type { Watch } from './watch.ts';

const machines = stateMachines();

/** A task as its state machine delivers it. */
export interface Delivery {
  name: string;
  payload: JsonObject;
}

/** What is there whether or not the program runs. */
export interface Outside {
  random: Random;
  gate: Gate;
  clock: LeapingClock;
  ids: ReturnType<typeof countingIds>;
  quotas: Quotas | undefined;
  /** How often a task is delivered twice. */
  duplicate: number;
  /** How often an index hears of a write later than all else. */
  lag: number;
  /** All that was delivered, to be delivered again late. */
  deliveries: Delivery[];
}

/** Records, machines and their tasks on one database; the tasks pass the gate. */
export interface Program {
  ports: Ports;
  engine: StatesEngine;
  database: Database;
  /** Calls a task once more. */
  deliver: (delivery: Delivery) => Promise<JsonObject>;
}

/** Opens it; what it meets outside are `others`. */
export function openProgram(
  database: Database,
  outside: Outside,
  { watch, others }: { watch: Watch; others: Partial<Ports> },
): Program {
  const { random, gate, clock, ids, quotas, deliveries } = outside;
  const log = recordingLog([]);
  const deliver = ({ name, payload }: Delivery) => gate.run(ports, (gated) => runTask(name, payload, gated));
  const invoke = async (name: string, given: unknown): Promise<JsonObject> => {
    const delivery = { name, payload: given as JsonObject };
    deliveries.push(delivery);
    if (random.happens(outside.duplicate)) deliver(delivery).catch(() => undefined);
    return deliver(delivery);
  };
  const engine = new StatesEngine({ database, clock, ids, log, invoke, machines, history: 'off', retention: Infinity });
  const ports = {
    store: watch.watched(lateIndexes(sqliteStore(database, clock), outside)),
    clock,
    ids,
    log,
    quotas,
    workflows: embeddedWorkflows(engine),
    events: { publish: async () => undefined },
    ...others,
  } as unknown as Ports;
  return { ports, engine, database, deliver };
}
