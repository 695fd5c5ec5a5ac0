import type { Json, JsonObject } from '../functions/ports/json.ts';
import type { Machine } from '../functions/ports/workflows.ts';
import { runTask, stateMachines } from '../local/state-machines.ts';
import type { Ports } from '../functions/ports/ports.ts';
import { underRoles, type UnderRoles } from './roles.ts';
import { type Shadowable, shadowedPorts } from './shadowed-ports.ts';

/** What holds the functions of a test to the roles that they are deployed with. */
export interface Deployed<Given> {
  /** The ports that were given, which ask the role of the function at work before they do anything. */
  ports: Given;
  roles: UnderRoles;
  /** Calls the task that a machine names, as the function of that name. */
  runTask(name: string, payload: Json, ports: Ports): Promise<JsonObject>;
  /** Runs a request as the door. */
  request: <Result>(work: () => Result) => Result;
}

/** The machines that gave out tokens, also to a program that ran before on the same file. */
const tokens = new Map<unknown, Machine>();
const machines = Object.entries(stateMachines()).map(([name, machine]) => [name, JSON.stringify(machine)] as const);

/** The machine that calls a task. */
const machineOf = (task: string): Machine =>
  machines.find(([, text]) => text.includes(`:function:${task}"`))?.[0] as Machine;

/** Puts ports behind the roles of serverless/*.yml. */
export function deployed<Given extends Shadowable>(given: Given): Deployed<Given> {
  const roles = underRoles();
  return {
    ports: { ...given, ...shadowedPorts(given, roles, (token) => tokens.get(token)) },
    roles,
    runTask: (name, payload, ports) => {
      const { token } = payload as JsonObject;
      if (token !== undefined) tokens.set(token, machineOf(name));
      return roles.as(name, () => runTask(name, payload, ports));
    },
    request: (work) => roles.as('Api', work),
  };
}
