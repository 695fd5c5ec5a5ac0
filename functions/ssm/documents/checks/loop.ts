import { isMap } from '../../expressions/typed-value.ts';
import { checkExpression } from './branch.ts';
import { integerFrom } from '../runbook-from.ts';
import { type Problems, wrong } from './problem.ts';
import { shown } from './shown.ts';
import type { WrittenStep } from './written-step.ts';

const most = 100;
const ITERATOR_TYPES = ['Boolean', 'Integer', 'String', 'StringMap'];

/**
 * Checks what an aws:loop goes by: Iterators or LoopCondition, never both, and at most 100 turns. What is a reference is left to the run.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-loop.html
 */
export function* checkLoop(step: WrittenStep): Problems {
  const { name, inputs } = step;
  const { Iterators: iterators, LoopCondition: condition } = inputs;
  if ((iterators === undefined) === (condition === undefined))
    yield wrong(pathOf(step), `Expect either Iterators or LoopCondition in step: ${name}.`);
  if (condition !== undefined) yield* checkExpression(condition, { step: name, path: pathOf(step, 'LoopCondition') });
  if (isMap(iterators) || (Array.isArray(iterators) && iterators.length > most))
    yield wrong(pathOf(step, 'Iterators'), `Iterators should be a list of at most ${most} items in step: ${name}.`);
  yield* checkIteratorType(step);
  yield* checkLimit(step);
}

const pathOf = ({ path }: WrittenStep, ...names: string[]) => [...path, 'inputs', ...names];

function* checkIteratorType(step: WrittenStep): Problems {
  const { IteratorDataType: type } = step.inputs;
  if (type === undefined || (typeof type === 'string' && ITERATOR_TYPES.includes(type))) return;
  yield wrong(pathOf(step, 'IteratorDataType'), `IteratorDataType: ${shown(type)} is invalid in step: ${step.name}.`);
}

function* checkLimit(step: WrittenStep): Problems {
  const { MaxIterations: limit } = step.inputs;
  if (limit === undefined || (typeof limit === 'string' && limit.includes('{{'))) return;
  const turns = integerFrom(limit) ?? 0;
  if (turns >= 1 && turns <= most) return;
  yield wrong(
    pathOf(step, 'MaxIterations'),
    `MaxIterations: ${shown(limit)} is not between 1 and ${most} in step: ${step.name}.`,
  );
}
