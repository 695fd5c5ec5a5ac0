import type { Json } from '../../../ports/json.ts';
import { basicType, isMap } from '../../expressions/typed-value.ts';
import { checkBranch } from './branch.ts';
import { checkInputs } from './inputs.ts';
import { checkLoop } from './loop.ts';
import { flagFrom, integerFrom } from '../runbook-from.ts';
import { type Problems, wrong } from './problem.ts';
import { shown } from './shown.ts';
import { allSteps, type WrittenStep } from './written-step.ts';

/** Checks each step by itself: its properties, the inputs of its action and its outputs; no name may come twice. */
export function* checkSteps(mainSteps: WrittenStep[]): Problems {
  const steps = allSteps(mainSteps);
  const names = new Set<string>();
  for (const { name, path } of steps)
    if (names.size === names.add(name).size)
      yield wrong([...path, 'name'], 'Duplicate step names found in mainSteps of the document.');
  for (const step of steps) if (step.isReadable) yield* checkStep(step);
}

function* checkStep(step: WrittenStep): Problems {
  yield* checkInputs(step);
  yield* checkProperties(step);
  yield* checkOutputs(step);
  if (step.action === 'aws:branch') yield* checkBranch(step);
  if (step.action === 'aws:loop') yield* checkLoop(step);
}

function* checkProperties({ name, members, path }: WrittenStep): Problems {
  const { maxAttempts, timeoutSeconds, isEnd, isCritical } = members;
  const invalid = (property: string) =>
    wrong([...path, property], `${property}: ${shown(members[property])} is invalid in step: ${name}.`);
  if (maxAttempts !== undefined && !((integerFrom(maxAttempts) ?? 0) > 0)) yield invalid('maxAttempts');
  if (timeoutSeconds !== undefined && !isTimeout(timeoutSeconds)) yield invalid('timeoutSeconds');
  if (isEnd !== undefined && flagFrom(isEnd) === undefined) yield invalid('isEnd');
  if (isCritical !== undefined && flagFrom(isCritical) === undefined) yield invalid('isCritical');
  if (flagFrom(isEnd) && members.nextStep !== undefined)
    yield wrong([...path, 'nextStep'], '"isEnd == true" and nextStep should not exist in same step.');
}

const isTimeout = (written: Json): boolean =>
  (integerFrom(written) ?? 0) > 0 || (typeof written === 'string' && written.includes('{{'));

function* checkOutputs({ name, members, path }: WrittenStep): Problems {
  const outputs = members.outputs ?? [];
  const place = [...path, 'outputs'];
  if (!Array.isArray(outputs)) return yield wrong(place, `The outputs of step: ${name} should be a list.`);
  for (const [index, output] of outputs.entries()) {
    const { Name, Selector, Type = 'String' } = isMap(output) ? output : {};
    if (typeof Name !== 'string' || typeof Selector !== 'string')
      yield wrong([...place, index], `An output of step: ${name} should have a Name and a Selector.`);
    if (typeof Type !== 'string' || basicType(Type) !== Type)
      yield wrong([...place, index, 'Type'], `Output type: ${shown(Type)} is invalid.`);
  }
}
