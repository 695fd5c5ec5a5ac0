import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { randomIds } from '../../../functions/ports/random-ids.ts';
import type { Json } from '../../../functions/ports/json.ts';
import type { Log } from '../../../functions/ports/log.ts';
import { Database } from '../../../local/database/database.ts';
import type { ExecutionDescription } from '../../../local/states/describe-execution.ts';
import { StatesEngine, type StatesEngineOptions } from '../../../local/states/engine.ts';
import { fakeClock, type FakeClock } from './fake-clock.ts';

/** An engine on a database of its own, with a clock that is advanced by hand. */
export interface Rig {
  engine: StatesEngine;
  clock: FakeClock;
  database: Database;
  logged: string[];
  start: (machine: string, input?: Json, name?: string) => Promise<string>;
  describe: (executionArn: string) => Promise<ExecutionDescription>;
  history: (executionArn: string) => Promise<HistoryEvent[]>;
  /** Runs what can run without time passing. */
  settle: () => Promise<void>;
  /** Lets time pass, from alarm to alarm. */
  pass: (seconds: number) => Promise<void>;
  /** Lets time pass until an execution is over, or 100 alarms have rung. */
  finish: (executionArn: string) => Promise<ExecutionDescription>;
  close: () => void;
}

export interface RigOptions extends Partial<StatesEngineOptions> {
  file?: string;
  clock?: FakeClock;
}

/** Puts an engine together for a test. */
export function rig(machines: Record<string, Json>, options: RigOptions = {}): Rig {
  const { file = ':memory:', clock = fakeClock(), ...rest } = options;
  const logged: string[] = [];
  const database = options.database ?? new Database(file);
  const invoke = (): Promise<Json> => Promise.resolve(null);
  const defaults = { database, ids: randomIds(), log: logInto(logged), invoke, machines, history: 'full' as const };
  const engine = new StatesEngine({ ...defaults, ...rest, clock });
  const describe = (executionArn: string): Promise<ExecutionDescription> => engine.describeExecution({ executionArn });
  return {
    engine,
    clock,
    database,
    logged,
    describe,
    start: async (machine, input = {}, name) => {
      const stateMachineArn = engine.stateMachineArn(machine);
      const started = await engine.startExecution({
        stateMachineArn,
        input: JSON.stringify(input),
        ...(name ? { name } : {}),
      });
      return started.executionArn ?? '';
    },
    history: async (executionArn) => (await engine.getExecutionHistory({ executionArn })).events ?? [],
    settle: () => settle(database),
    pass: async (seconds) => {
      const until = clock.now() + seconds * 1000;
      await settle(database);
      for (let next = clock.next(); next !== undefined && next <= until; next = clock.next()) {
        clock.advanceTo(next);
        await settle(database);
      }
      clock.advanceTo(until);
      await settle(database);
    },
    finish: async (executionArn) => {
      for (let round = 0; ; round += 1) {
        await settle(database);
        const description = await describe(executionArn);
        const next = clock.next();
        if (description.status !== 'RUNNING' || next === undefined || round === 100) return description;
        clock.advanceTo(next);
      }
    },
    close: () => {
      engine.close();
      database.close();
    },
  };
}

/** A few turns of the event loop, with what they wrote on disk: enough for a state to run, commit, call its handler and commit again. */
export async function settle(database: Database, turns = 20): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    await database.durable().catch(() => undefined);
  }
}

function logInto(lines: string[]): Log {
  const write = (message: string, fields?: object): void => {
    const { error } = (fields ?? {}) as { error?: Error };
    lines.push(error ? `${message}: ${error.stack}` : message);
  };
  return { debug: () => undefined, info: () => undefined, warn: write, error: write };
}
