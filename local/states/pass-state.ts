import { compileParts } from './state-parts.ts';
import type { Draft, State } from './state.ts';
import { conclude, parametersOf } from './transition.ts';

/**
 * Pass: its Result, or else its input, is its result.
 * Source: https://states-language.net/spec.html#pass-state
 */
export function compilePass(draft: Draft): State {
  const { Result: fixed } = draft.definition;
  return {
    ...compileParts(draft),
    type: 'Pass',
    run: (runtime, frame) => {
      const parameters = parametersOf(runtime, frame);
      conclude(runtime, frame, fixed ?? (fixed === null ? null : parameters));
    },
  };
}
