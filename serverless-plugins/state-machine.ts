import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { logicalName } from './service.ts';

/** A machine of statemachines/: its name is that of its file, its id that of its resource. */
export interface StateMachine {
  name: string;
  id: string;
  definition: string;
  /** The functions that it calls: `SsmAutomationPending` for `${SsmAutomationPendingFunctionArn}`. */
  tasks: string[];
  /** Those of them that write a failure of the engine itself into the records: where a Catch of all errors leads. */
  lastResorts: string[];
  /** The errors of its own Fail states. */
  endings: string[];
}

interface State {
  Type: string;
  Error?: string;
  Parameters?: { FunctionName?: string };
  Catch?: { ErrorEquals: string[]; Next: string }[];
}

const ending = '.asl';
const taskIn = /\$\{(\w+)FunctionArn\}/g;

/** All machines of a folder. */
export const stateMachines = (folder: string): StateMachine[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith(ending))
    .map((file) => stateMachine(file.slice(0, -ending.length), readFileSync(join(folder, file), 'utf8')));

function stateMachine(name: string, definition: string): StateMachine {
  const { States } = JSON.parse(definition) as { States: Record<string, State> };
  const states = Object.values(States);
  const caught = states.flatMap(({ Catch = [] }) =>
    Catch.filter(({ ErrorEquals }) => ErrorEquals.includes('States.ALL')),
  );
  return {
    name,
    id: `${logicalName(name)}StateMachine`,
    definition,
    tasks: tasksIn(definition),
    lastResorts: tasksIn(caught.map(({ Next }) => States[Next]?.Parameters?.FunctionName ?? '').join()),
    endings: states.flatMap(({ Error }) => Error ?? []),
  };
}

const tasksIn = (text: string): string[] => [...new Set([...text.matchAll(taskIn)].map(([, task = '']) => task))];
