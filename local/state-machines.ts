import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json, JsonObject } from '../functions/ports/json.ts';
import type { Ports } from '../functions/ports/ports.ts';
import { tasks } from '../functions/tasks.ts';

const folder = join(import.meta.dirname, '../statemachines');

/** The machines of `statemachines/` by name, each `${NameFunctionArn}` standing for the task of that name. */
export function stateMachines(): Record<string, JsonObject> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.asl'));
  return Object.fromEntries(
    files.map((file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      const definition = text.replace(/\$\{(\w+)FunctionArn\}/g, 'arn:aws:lambda:us-east-1:000000000000:function:$1');
      return [file.replace(/\.asl$/, ''), JSON.parse(definition) as JsonObject];
    }),
  );
}

/** Calls the task that a machine names. */
export async function runTask(name: string, payload: Json, ports: Ports): Promise<JsonObject> {
  const task = Object.hasOwn(tasks, name) ? tasks[name] : undefined;
  if (!task) throw new Error(`No task is named ${name}.`);
  return (await task(payload as never, ports)) as JsonObject;
}
