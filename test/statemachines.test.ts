import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import validate from 'asl-validator';
import type { Json, JsonObject } from '../functions/ports/json.ts';
import { compileMachine } from '../local/states/machine.ts';

const folder = join(import.meta.dirname, '../statemachines');
const files = readdirSync(folder).filter((file) => file.endsWith('.asl'));
const read = (file: string): JsonObject => JSON.parse(readFileSync(join(folder, file), 'utf8')) as JsonObject;

/** With an ARN for each `${NameFunctionArn}`. */
const substituted = (definition: JsonObject): JsonObject => {
  const text = JSON.stringify(definition).replace(
    /\$\{\w+FunctionArn\}/g,
    'arn:aws:lambda:us-east-1:123456789012:function:task',
  );
  return JSON.parse(text) as JsonObject;
};

/** All states of a machine, also those inside Parallel and Map, by name. */
function statesOf({ States: states = {} }: JsonObject): [string, JsonObject][] {
  return Object.entries(states as Record<string, JsonObject>).flatMap(([name, state]) => {
    const { Branches: branches = [], ItemProcessor: processor, Iterator: iterator } = state;
    const inner = [...(branches as JsonObject[]), processor, iterator].filter(
      (scope): scope is JsonObject => scope !== undefined,
    );
    return [[name, state] as [string, JsonObject], ...inner.flatMap(statesOf)];
  });
}

/** What a machine does against the rules of this house. */
function faultsOf(definition: JsonObject): string[] {
  const states = statesOf(definition);
  const names = states.map(([name]) => name);
  return [
    ...(states.length > 12 ? [`has ${states.length} states`] : []),
    ...names.filter((name, at) => names.indexOf(name) !== at).map((name) => `has two states ${name}`),
    ...names.filter((name) => !/^[A-Z][A-Za-z]*$/.test(name)).map((name) => `has the state name ${name}`),
    ...states.flatMap(([name, state]) => stateFaults(state).map((fault) => `${name} ${fault}`)),
  ];
}

function stateFaults(state: JsonObject): string[] {
  if (state.Type !== 'Task') return [];
  const { FunctionName: name } = (state.Parameters ?? {}) as JsonObject;
  const catchers = (state.Catch ?? []) as JsonObject[];
  const catchesAll = catchers.some(({ ErrorEquals: errors }) => (errors as Json[]).includes('States.ALL'));
  return [
    ...((state.TimeoutSeconds ?? state.TimeoutSecondsPath) === undefined ? ['has no timeout'] : []),
    ...(catchesAll ? [] : ['does not catch States.ALL']),
    ...(typeof name === 'string' && /^\$\{[A-Z]\w*FunctionArn\}$/.test(name)
      ? []
      : ['names no function by ${…FunctionArn}']),
  ];
}

describe('statemachines', () => {
  it('holds nothing but machines', () => {
    expect(readdirSync(folder)).toEqual(files);
  });

  it('are valid by asl-validator', () => {
    const errors = files.map((file) => [file, ...validate(substituted(read(file))).errors]);
    expect(errors).toEqual(files.map((file) => [file]));
  });

  it('run on the states interpreter', () => {
    const compiled = files.map((file) =>
      compileMachine(file, substituted(read(file)), { region: 'us-east-1', account: '123456789012' }),
    );
    expect(compiled.map(({ name }) => name)).toEqual(files);
  });

  it('keep to at most 12 states, a timeout and a way to a recorded failure', () => {
    const faults = files.flatMap((file) => faultsOf(read(file)).map((fault) => `${file}: ${fault}`));
    expect(faults).toEqual([]);
  });

  it('are refused when they break a rule', () => {
    const call = {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { FunctionName: 'f' },
      End: true,
    };
    const inside = { StartAt: 'call', States: { call } };
    expect(faultsOf({ StartAt: 'All', States: { All: { Type: 'Map', ItemProcessor: inside, End: true } } })).toEqual([
      'has the state name call',
      'call has no timeout',
      'call does not catch States.ALL',
      'call names no function by ${…FunctionArn}',
    ]);
    const many = Array.from({ length: 13 }, (_state, at) => [`S${'x'.repeat(at)}`, { Type: 'Succeed' }]);
    expect(faultsOf({ StartAt: 'S', States: Object.fromEntries(many) as JsonObject })).toEqual(['has 13 states']);
  });
});
