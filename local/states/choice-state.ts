import { compileRule, type Rule } from './choice-rule.ts';
import { compileAssign, type Assign } from './data-flow.ts';
import { arrayField, requiredObject, textField } from './definition-fields.ts';
import { environmentOf } from './environment.ts';
import { compileParts } from './state-parts.ts';
import type { Draft, State } from './state.ts';
import { InvalidDefinition, StatesError } from './states-error.ts';
import { effectiveInput, exit, outputOf } from './transition.ts';

interface Option {
  holds: Rule;
  next: string;
  assign: Assign | undefined;
}

/**
 * Choice: goes on with the first rule that holds, or with Default.
 * Source: https://states-language.net/spec.html#choice-state
 */
export function compileChoice(draft: Draft): State {
  const options = compileOptions(draft);
  const parts = compileParts(draft, { isFork: true });
  const otherwise = textField(draft.definition, 'Default');
  return {
    ...parts,
    type: 'Choice',
    run: (runtime, frame) => {
      const input = effectiveInput(runtime, frame);
      const environment = environmentOf(runtime, frame, input);
      const chosen = options.find(({ holds }) => holds(environment));
      const next = chosen ? chosen.next : otherwise;
      if (next === undefined) throw noneMatched();
      const assigned = (chosen ? chosen.assign : parts.flow.assign)?.(environment);
      exit(runtime, frame, { output: outputOf(runtime, frame, input), next, assigned });
    },
  };
}

function compileOptions({ definition }: Draft): Option[] {
  const choices = arrayField(definition, 'Choices');
  if (choices.length === 0) throw new InvalidDefinition('Choices must hold at least one rule');
  return choices.map((choice) => {
    const rule = requiredObject(choice, 'A choice');
    const next = textField(rule, 'Next');
    if (next === undefined) throw new InvalidDefinition('A choice must have a Next');
    return { holds: compileRule(rule), next, assign: compileAssign(rule.Assign) };
  });
}

function noneMatched(): StatesError {
  const reason = 'Failed to transition out of the state. The state does not point to a next state.';
  return new StatesError('States.NoChoiceMatched', reason, 'evaluation');
}
