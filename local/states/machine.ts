import { createHash } from 'node:crypto';
import type { Json } from '../../functions/ports/json.ts';
import type { Database } from '../database/database.ts';
import { compileScope } from './definition.ts';
import { numberField, requiredObject } from './definition-fields.ts';
import type { Scope } from './state.ts';
import { InvalidDefinition } from './states-error.ts';

/** A state machine, ready to run; `hash` names this version of its definition, `scopes` finds the states of a frame that is read back. */
export interface Machine {
  name: string;
  arn: string;
  /** What the ARNs of its executions begin with. */
  executionArn: string;
  hash: string;
  timeoutSeconds: number | undefined;
  root: Scope;
  scopes: Map<string, Scope>;
}

/** Where the ARNs say the machines live. */
export interface Home {
  region: string;
  account: string;
}

/** The state machines by name. An execution goes on with the definition it was started with, also when a newer one came. */
export class Machines {
  readonly #current = new Map<string, Machine>();
  readonly #older = new Map<string, Machine>();
  readonly #database: Database;
  readonly #home: Home;

  /** Reads all definitions; throws InvalidDefinition for one that cannot run. */
  constructor(database: Database, definitions: Record<string, Json>, home: Home) {
    this.#database = database;
    this.#home = home;
    const rows = database.waitingRows<string>('states_definitions');
    const kept = new Set(
      database
        .prepare('SELECT hash FROM states_definitions')
        .all()
        .map(({ hash }) => hash),
    );
    for (const [name, definition] of Object.entries(definitions)) {
      const machine = compileMachine(name, definition, home);
      this.#current.set(name, machine);
      if (!kept.has(machine.hash)) rows.put(machine.hash, [machine.hash, JSON.stringify(definition)], true);
      kept.add(machine.hash);
    }
  }

  /** The ARN of a state machine by its name. */
  arnOf(name: string): string {
    return `arn:aws:states:${this.#home.region}:${this.#home.account}:stateMachine:${name}`;
  }

  /** The newest machine of a name. */
  get(name: string): Machine | undefined {
    return this.#current.get(name);
  }

  /** The machine an execution was started with. */
  ofExecution(name: string, hash: string): Machine {
    const current = this.#current.get(name);
    if (current?.hash === hash) return current;
    const key = `${name}\n${hash}`;
    const older = this.#older.get(key) ?? compileMachine(name, this.#definition(hash), this.#home);
    this.#older.set(key, older);
    return older;
  }

  #definition(hash: string): Json {
    const row = this.#database.prepare('SELECT definition FROM states_definitions WHERE hash = ?').get(hash);
    return JSON.parse(String(row?.definition)) as Json;
  }
}

/** Reads one definition. */
export function compileMachine(name: string, definition: Json, { region, account }: Home): Machine {
  const scopes = new Map<string, Scope>();
  try {
    const whole = requiredObject(definition, 'The definition');
    return {
      name,
      arn: `arn:aws:states:${region}:${account}:stateMachine:${name}`,
      executionArn: `arn:aws:states:${region}:${account}:execution:${name}`,
      hash: createHash('sha256').update(JSON.stringify(definition)).digest('base64url').slice(0, 22),
      timeoutSeconds: numberField(whole, 'TimeoutSeconds', [1, 99_999_999]),
      root: compileScope(whole, { path: '', scopes }),
      scopes,
    };
  } catch (error) {
    if (error instanceof InvalidDefinition) throw new InvalidDefinition(`State machine '${name}': ${error.message}`);
    throw error;
  }
}
