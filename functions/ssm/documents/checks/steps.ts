import type { Json } from '../../../ports/json.ts';
import { invalidDocumentContent } from '../../errors.ts';
import { basicType, isMap } from '../../expressions/typed-value.ts';
import { checkBranch } from './branch.ts';
import { checkInputs } from './inputs.ts';
import { checkLoop } from './loop.ts';
import { flagFrom, integerFrom } from '../runbook-from.ts';
import { shown } from './shown.ts';
import { allSteps, type WrittenStep } from './written-step.ts';

/** Checks each step by itself: its properties, the inputs of its action and its outputs; no name may come twice. */
export function checkSteps(mainSteps: WrittenStep[]): void {
  const steps = allSteps(mainSteps);
  if (new Set(steps.map(({ name }) => name)).size < steps.length)
    throw invalidDocumentContent('Duplicate step names found in mainSteps of the document.');
  for (const step of steps) checkStep(step);
}

function checkStep(step: WrittenStep): void {
  checkInputs(step);
  checkProperties(step);
  checkOutputs(step);
  if (step.action === 'aws:branch') checkBranch(step);
  if (step.action === 'aws:loop') checkLoop(step);
}

function checkProperties({ name, members }: WrittenStep): void {
  const { maxAttempts, timeoutSeconds, isEnd, isCritical } = members;
  const refuse = (property: string) => {
    throw invalidDocumentContent(`${property}: ${shown(members[property])} is invalid in step: ${name}.`);
  };
  if (maxAttempts !== undefined && !((integerFrom(maxAttempts) ?? 0) > 0)) refuse('maxAttempts');
  if (timeoutSeconds !== undefined && !isTimeout(timeoutSeconds)) refuse('timeoutSeconds');
  if (isEnd !== undefined && flagFrom(isEnd) === undefined) refuse('isEnd');
  if (isCritical !== undefined && flagFrom(isCritical) === undefined) refuse('isCritical');
  if (flagFrom(isEnd) && members.nextStep !== undefined)
    throw invalidDocumentContent('"isEnd == true" and nextStep should not exist in same step.');
}

const isTimeout = (written: Json): boolean =>
  (integerFrom(written) ?? 0) > 0 || (typeof written === 'string' && written.includes('{{'));

function checkOutputs({ name, members }: WrittenStep): void {
  const outputs = members.outputs ?? [];
  if (!Array.isArray(outputs)) throw invalidDocumentContent(`The outputs of step: ${name} should be a list.`);
  for (const output of outputs) {
    const { Name, Selector, Type = 'String' } = isMap(output) ? output : {};
    if (typeof Name !== 'string' || typeof Selector !== 'string')
      throw invalidDocumentContent(`An output of step: ${name} should have a Name and a Selector.`);
    if (typeof Type !== 'string' || basicType(Type) !== Type)
      throw invalidDocumentContent(`Output type: ${shown(Type)} is invalid.`);
  }
}
