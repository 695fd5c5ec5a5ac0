import { compileDataFlow } from './data-flow.ts';
import { refuseFields, textField } from './definition-fields.ts';
import { compileCatchers, compileRetriers } from './handlers.ts';
import { compileExpression } from './payload-template.ts';
import type { Draft, PlainState, Setting } from './state.ts';
import { InvalidDefinition, runtimeError } from './states-error.ts';

/** The parts that all states have, from a state's definition. */
export type StateParts = Omit<PlainState, 'type' | 'run'>;

/** The states that can be left by an error, so they may have Retry and Catch. */
const handling = new Set(['Task', 'Parallel', 'Map']);

/** Reads what all states have in common; `isEnd` is for those that end a scope by their nature, `isFork` for Choice. */
export function compileParts(draft: Draft, { isEnd = false, isFork = false } = {}): StateParts {
  const { name, definition, scope } = draft;
  const next = textField(definition, 'Next');
  const endings = (next === undefined ? 0 : 1) + (definition.End === true ? 1 : 0);
  if (endings !== (isEnd || isFork ? 0 : 1))
    throw new InvalidDefinition(isEnd || isFork ? 'Next and End are not for it' : 'It needs either Next or End');
  if (!handling.has(textField(definition, 'Type') ?? '')) refuseFields(definition, ['Retry', 'Catch']);
  const handlers = { retriers: compileRetriers(definition), catchers: compileCatchers(definition) };
  return { name, scope, next, flow: compileDataFlow(definition), ...handlers };
}

/** Reads a number that is written under a name, or a path under that name with `Path`; what the path finds must be a whole number. */
export function compileSetting({ definition }: Draft, name: string, least = 0): Setting {
  const written = definition[name];
  const path = textField(definition, `${name}Path`);
  if (written !== undefined && path !== undefined)
    throw new InvalidDefinition(`Only one of ${name} and ${name}Path may be there`);
  if (path === undefined) {
    if (written === undefined) return () => undefined;
    if (!isWhole(written, least)) throw new InvalidDefinition(`${name} must be a whole number of at least ${least}`);
    return () => written;
  }
  const evaluate = compileExpression(path, `${name}Path`);
  return (environment) => {
    const value = evaluate(environment);
    const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
    if (isWhole(number, least)) return number;
    const shown = typeof value === 'string' ? value : JSON.stringify(value);
    throw runtimeError(`The ${name}Path field refers to value "${shown}" which is not a valid integer: ${path}`);
  };
}

function isWhole(value: unknown, least: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= least;
}
