import type { JsonObject } from '../../functions/ports/json.ts';
import { textField } from './definition-fields.ts';
import { environmentOf } from './environment.ts';
import type { Environment } from './json-path-read.ts';
import { compileExpression } from './payload-template.ts';
import { compileParts } from './state-parts.ts';
import type { Draft, State } from './state.ts';
import { InvalidDefinition, runtimeError, StatesError } from './states-error.ts';

type ReadText = (environment: Environment) => string | undefined;

/**
 * Fail: ends its scope with an Error and a Cause, written down or read from the input.
 * Source: https://states-language.net/spec.html#fail-state
 */
export function compileFail(draft: Draft): State {
  const readError = compileText(draft.definition, 'Error');
  const readCause = compileText(draft.definition, 'Cause');
  return {
    ...compileParts(draft, { isEnd: true }),
    type: 'Fail',
    run: (runtime, frame) => {
      const environment = environmentOf(runtime, frame, frame.input);
      throw new StatesError(readError(environment), readCause(environment));
    },
  };
}

function compileText(definition: JsonObject, name: string): ReadText {
  const written = textField(definition, name);
  const path = textField(definition, `${name}Path`);
  if (path === undefined) return () => written;
  if (written !== undefined) throw new InvalidDefinition(`Only one of ${name} and ${name}Path may be there`);
  const evaluate = compileExpression(path, `${name}Path`);
  return (environment) => {
    const value = evaluate(environment);
    if (typeof value === 'string') return value;
    throw runtimeError(`The ${name}Path parameter does not reference a string: ${path} == ${JSON.stringify(value)}`);
  };
}
