import { invalidDocumentContent } from '../../errors.ts';
import { isMap } from '../../expressions/typed-value.ts';
import { checkExpression } from './branch.ts';
import { integerFrom } from '../runbook-from.ts';
import { shown } from './shown.ts';
import type { WrittenStep } from './written-step.ts';

const most = 100;
const ITERATOR_TYPES = ['Boolean', 'Integer', 'String', 'StringMap'];

/**
 * Checks what an aws:loop goes by: Iterators or LoopCondition, never both, and at most 100 turns. What is a reference is left to the run.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-loop.html
 */
export function checkLoop({ name, inputs }: WrittenStep): void {
  const { Iterators: iterators, LoopCondition: condition } = inputs;
  if ((iterators === undefined) === (condition === undefined))
    throw invalidDocumentContent(`Expect either Iterators or LoopCondition in step: ${name}.`);
  if (condition !== undefined) checkExpression(condition, name);
  if (isMap(iterators) || (Array.isArray(iterators) && iterators.length > most))
    throw invalidDocumentContent(`Iterators should be a list of at most ${most} items in step: ${name}.`);
  checkIteratorType(name, inputs.IteratorDataType);
  checkLimit(name, inputs.MaxIterations);
}

function checkIteratorType(name: string, type: WrittenStep['inputs'][string] | undefined): void {
  if (type === undefined || (typeof type === 'string' && ITERATOR_TYPES.includes(type))) return;
  throw invalidDocumentContent(`IteratorDataType: ${shown(type)} is invalid in step: ${name}.`);
}

function checkLimit(name: string, limit: WrittenStep['inputs'][string] | undefined): void {
  if (limit === undefined || (typeof limit === 'string' && limit.includes('{{'))) return;
  const turns = integerFrom(limit) ?? 0;
  if (turns < 1 || turns > most)
    throw invalidDocumentContent(`MaxIterations: ${shown(limit)} is not between 1 and ${most} in step: ${name}.`);
}
