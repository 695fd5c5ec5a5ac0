import type { Json } from '../../ports/json.ts';
import type { Broken, Turn } from '../automation-executions/decide.ts';
import type { StepRecord } from '../automation-executions/record.ts';
import { InvalidChoice, isTrue } from '../expressions/choice.ts';
import { interpolate, type Lookup, UnresolvedReference } from '../expressions/interpolate.ts';

const mostTurns = 100;

/**
 * The next turn of an aws:loop after `done` turns: one per iterator, or as long as LoopCondition holds after a turn, up to MaxIterations.
 * `condition` is the step's LoopCondition as the runbook has it, for its references change from turn to turn.
 */
export function nextTurn(
  loop: StepRecord,
  done: number,
  condition: { LoopCondition?: Json; lookup: Lookup },
): Turn | Broken | undefined {
  const { Iterators: iterators, MaxIterations: limit } = loop.inputs;
  const most = Math.min(mostTurns, Number(limit ?? mostTurns));
  if (done >= most) return undefined;
  if (Array.isArray(iterators))
    return done < iterators.length ? { iteration: done + 1, iteratorValue: iterators[done] ?? null } : undefined;
  return done === 0 ? { iteration: 1 } : whileTrue(done, condition);
}

function whileTrue(
  done: number,
  { LoopCondition, lookup }: { LoopCondition?: Json; lookup: Lookup },
): Turn | Broken | undefined {
  try {
    return isTrue(interpolate(LoopCondition ?? {}, lookup)) ? { iteration: done + 1 } : undefined;
  } catch (error) {
    if (error instanceof InvalidChoice || error instanceof UnresolvedReference) return { broken: error.message };
    throw error;
  }
}
