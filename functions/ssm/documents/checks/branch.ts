import type { Json, JsonObject } from '../../../ports/json.ts';
import { invalidDocumentContent } from '../../errors.ts';
import { operatorNames } from '../../expressions/choice.ts';
import { isMap } from '../../expressions/typed-value.ts';
import { shown } from './shown.ts';
import type { WrittenStep } from './written-step.ts';

/** Checks the Choices of an aws:branch: a step to go to and an expression that can be decided. */
export function checkBranch(step: WrittenStep): void {
  const { Choices: choices } = step.inputs;
  if (!Array.isArray(choices) || choices.length === 0)
    throw invalidDocumentContent(`Choices should be a list of choices in step: ${step.name}.`);
  for (const choice of choices) {
    if (!isMap(choice) || typeof choice.NextStep !== 'string')
      throw invalidDocumentContent(`Missing "NextStep" in a choice of step: ${step.name}.`);
    checkExpression(choice, step.name);
  }
}

/** Checks an expression of the step (a choice, or a loop's condition): `Variable` with one operator that exists, `And`, `Or` or `Not`. */
export function checkExpression(expression: Json, step: string): void {
  if (!isMap(expression)) throw invalidDocumentContent(`An expression should be a map in step: ${step}.`);
  const [operator, ...more] = Object.keys(expression).filter((key) => key !== 'Variable' && key !== 'NextStep');
  if (operator === undefined) throw invalidDocumentContent(`Missing operator in an expression of step: ${step}.`);
  if (more.length > 0)
    throw invalidDocumentContent(`Expect one operator in step: ${step}. Provided: ${shown([operator, ...more])}`);
  if (operator === 'And' || operator === 'Or') checkList(expression, operator, step);
  else if (operator === 'Not') checkExpression(expression.Not ?? null, step);
  else checkComparison(expression, operator, step);
}

function checkList(expression: JsonObject, operator: string, step: string): void {
  const { [operator]: list } = expression;
  const provided = Array.isArray(list) ? list : [];
  if (provided.length < 2)
    throw invalidDocumentContent(
      `Expect at lease two expressions for operator: ${operator} in step: ${step}. Provided: ${provided.length}`,
    );
  for (const part of provided) checkExpression(part, step);
}

function checkComparison({ Variable: variable }: JsonObject, operator: string, step: string): void {
  if (!operatorNames.includes(operator))
    throw invalidDocumentContent(`Unsupported operator: ${shown(operator)} in step: ${step}.`);
  if (variable === undefined) throw invalidDocumentContent(`Missing "Variable" in an expression of step: ${step}.`);
}
