import type { Json, JsonObject } from '../../functions/ports/json.ts';
import { compileChoice } from './choice-state.ts';
import { refuseFields, requiredObject, textField } from './definition-fields.ts';
import { compileFail } from './fail-state.ts';
import { compileMap } from './map-state.ts';
import { compileParallel } from './parallel-state.ts';
import { compilePass } from './pass-state.ts';
import type { Draft, Scope, State } from './state.ts';
import { InvalidDefinition } from './states-error.ts';
import { compileSucceed } from './succeed-state.ts';
import { compileTask } from './task-state.ts';
import { compileWait } from './wait-state.ts';

const types: Record<string, (draft: Draft) => State> = {
  Pass: compilePass,
  Task: compileTask,
  Choice: compileChoice,
  Wait: compileWait,
  Succeed: compileSucceed,
  Fail: compileFail,
  Parallel: compileParallel,
  Map: compileMap,
};

/** The fields of the JSONata language, which is not spoken here. */
const jsonataFields = ['Arguments', 'Output', 'Items', 'Condition'];

/** Reads the states of a machine, branch or processor, and those inside them; all scopes are added to the given map. */
export function compileScope(definition: JsonObject, at: { path: string; scopes: Map<string, Scope> }): Scope {
  const { path, scopes } = at;
  refuseJsonata(definition);
  const startAt = textField(definition, 'StartAt');
  const scope: Scope = { path, startAt: startAt ?? '', states: new Map() };
  scopes.set(path, scope);
  for (const [name, state] of Object.entries(requiredObject(definition.States, 'States'))) {
    const scopeOf = (inner: JsonObject, innerPath: string): Scope => compileScope(inner, { path: innerPath, scopes });
    scope.states.set(name, compileState({ name, definition: requiredObject(state, name), scope, scopeOf }));
  }
  for (const [field, target] of targets(definition, startAt)) {
    if (!scope.states.has(target))
      throw new InvalidDefinition(`${field} names the state '${target}', which is not there`);
  }
  return scope;
}

function compileState(draft: Draft): State {
  const { name, definition } = draft;
  const compile = types[textField(definition, 'Type') ?? ''];
  if (!compile) throw new InvalidDefinition(`State '${name}' has the unknown Type ${JSON.stringify(definition.Type)}`);
  try {
    refuseJsonata(definition);
    refuseFields(definition, jsonataFields);
    return compile(draft);
  } catch (error) {
    if (error instanceof InvalidDefinition) throw new InvalidDefinition(`State '${name}': ${error.message}`);
    throw error;
  }
}

function refuseJsonata(definition: JsonObject): void {
  const language = textField(definition, 'QueryLanguage') ?? 'JSONPath';
  if (language !== 'JSONPath') throw new InvalidDefinition(`QueryLanguage '${language}' is not supported`);
}

/** Every place where a scope names one of its states. */
function targets(definition: JsonObject, startAt: string | undefined): [string, string][] {
  const states = Object.entries(requiredObject(definition.States, 'States'));
  const named = states.flatMap(([name, state]) => targetsOf(name, requiredObject(state, name)));
  return [['StartAt', startAt ?? ''], ...named];
}

function targetsOf(name: string, state: JsonObject): [string, string][] {
  const { Next: next, Default: otherwise, Choices: choices, Catch: catchers } = state;
  const inner = [choices, catchers].flatMap((list) => (Array.isArray(list) ? list : []));
  const nexts: (Json | undefined)[] = [next, otherwise, ...inner.map((entry) => requiredObject(entry, name).Next)];
  return nexts.flatMap((target) => (typeof target === 'string' ? [[`State '${name}'`, target]] : []));
}
