import type { Json, JsonObject } from '../../../ports/json.ts';
import { operatorNames } from '../../expressions/choice.ts';
import { isMap } from '../../expressions/typed-value.ts';
import { type Path, type Problems, wrong } from './problem.ts';
import { shown } from './shown.ts';
import type { WrittenStep } from './written-step.ts';

/** Checks the Choices of an aws:branch: a step to go to and an expression that can be decided. */
export function* checkBranch({ name, inputs, path }: WrittenStep): Problems {
  const { Choices: choices } = inputs;
  const place = [...path, 'inputs', 'Choices'];
  if (!Array.isArray(choices) || choices.length === 0)
    return yield wrong(place, `Choices should be a list of choices in step: ${name}.`);
  for (const [index, choice] of choices.entries()) {
    if (isMap(choice) && typeof choice.NextStep === 'string')
      yield* checkExpression(choice, { step: name, path: [...place, index] });
    else yield wrong([...place, index], `Missing "NextStep" in a choice of step: ${name}.`);
  }
}

/** Where an expression stands. */
interface Place {
  step: string;
  path: Path;
}

const within = ({ step, path }: Place, ...names: Path): Place => ({ step, path: [...path, ...names] });

/** Checks an expression of a step (a choice, or a loop's condition): `Variable` with one operator that exists, `And`, `Or` or `Not`. */
export function* checkExpression(expression: Json, place: Place): Problems {
  const { step, path } = place;
  if (!isMap(expression)) return yield wrong(path, `An expression should be a map in step: ${step}.`);
  const [operator, ...more] = Object.keys(expression).filter((key) => key !== 'Variable' && key !== 'NextStep');
  if (operator === undefined) return yield wrong(path, `Missing operator in an expression of step: ${step}.`);
  if (more.length > 0)
    return yield wrong(path, `Expect one operator in step: ${step}. Provided: ${shown([operator, ...more])}`);
  if (operator === 'And' || operator === 'Or') return yield* checkList(expression[operator], operator, place);
  if (operator === 'Not') return yield* checkExpression(expression.Not ?? null, within(place, 'Not'));
  yield* checkComparison(expression, operator, place);
}

function* checkList(list: Json | undefined, operator: string, place: Place): Problems {
  const provided = Array.isArray(list) ? list : [];
  const all = within(place, operator);
  if (provided.length < 2)
    yield wrong(
      all.path,
      `Expect at lease two expressions for operator: ${operator} in step: ${place.step}. Provided: ${provided.length}`,
    );
  for (const [index, part] of provided.entries()) yield* checkExpression(part, within(all, index));
}

function* checkComparison(expression: JsonObject, operator: string, place: Place): Problems {
  const { step, path } = place;
  if (!operatorNames.includes(operator))
    yield wrong([...path, operator], `Unsupported operator: ${shown(operator)} in step: ${step}.`);
  if (expression.Variable === undefined) yield wrong(path, `Missing "Variable" in an expression of step: ${step}.`);
}
