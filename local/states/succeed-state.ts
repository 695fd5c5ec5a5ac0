import { compileParts } from './state-parts.ts';
import type { Draft, State } from './state.ts';
import { effectiveInput, exit, outputOf } from './transition.ts';

/**
 * Succeed: ends its scope with its input as the result.
 * Source: https://states-language.net/spec.html#succeed-state
 */
export function compileSucceed(draft: Draft): State {
  return {
    ...compileParts(draft, { isEnd: true }),
    type: 'Succeed',
    run: (runtime, frame) => {
      const output = outputOf(runtime, frame, effectiveInput(runtime, frame));
      exit(runtime, frame, { output, next: undefined, assigned: undefined });
    },
  };
}
