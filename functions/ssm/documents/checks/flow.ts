import type { Json } from '../../../ports/json.ts';
import { invalidDocumentContent } from '../../errors.ts';
import { isMap } from '../../expressions/typed-value.ts';
import { fallbackFrom } from '../runbook-from.ts';
import { shown } from './shown.ts';
import type { WrittenStep } from './written-step.ts';

// Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html (onCancel)
const NOT_AFTER_CANCEL = new Set(
  'approve copyImage createImage createStack createTags pause runInstances sleep'
    .split(' ')
    .map((name) => `aws:${name}`),
);
const WITHOUT_ON_CANCEL = new Set(['aws:loop', 'aws:updateVariable']);

/** Where a step may lead: the steps beside it, and those around the loop it is in. */
type Reach = ReadonlyMap<string, WrittenStep>;

/** Checks that every step that is named as the next one exists, and that what follows a cancel may follow it. */
export function checkFlow(steps: WrittenStep[], outside: Reach = new Map()): void {
  const reach = new Map([...outside, ...steps.map((step) => [step.name, step] as const)]);
  for (const step of steps) {
    checkTargets(step, reach);
    checkOnCancel(step, reach);
    if (step.steps.length > 0) checkFlow(step.steps, reach);
  }
}

/** The steps that follow when all goes well, by name: nextStep and, of a branch, the choices and the default. */
export function nextNames({ action, inputs, members }: WrittenStep): string[] {
  const choices = action === 'aws:branch' && Array.isArray(inputs.Choices) ? inputs.Choices : [];
  const fallback = action === 'aws:branch' ? inputs.Default : undefined;
  return [members.nextStep, ...choices.map((choice) => (isMap(choice) ? choice.NextStep : undefined)), fallback].filter(
    (name) => typeof name === 'string',
  );
}

function checkTargets(step: WrittenStep, reach: Reach): void {
  const { nextStep, onFailure } = step.members;
  if (nextStep !== undefined) known(nextStep, 'nextStep', reach);
  for (const name of nextNames(step)) known(name, 'nextStep', reach);
  const fallback = fallbackFrom(onFailure ?? 'Abort');
  if (!fallback) throw invalidDocumentContent(`onFailure: ${shown(onFailure)} is invalid in step: ${step.name}.`);
  if (typeof fallback === 'object') known(fallback.step, 'onFailure', reach);
}

function checkOnCancel({ name, action, members: { onCancel } }: WrittenStep, reach: Reach): void {
  const fallback = fallbackFrom(onCancel ?? 'Abort');
  if (!fallback || fallback === 'Continue')
    throw invalidDocumentContent(`onCancel: ${shown(onCancel)} is invalid in step: ${name}.`);
  if (typeof fallback !== 'object') return;
  if (WITHOUT_ON_CANCEL.has(action))
    throw invalidDocumentContent(`onCancel is not supported for action: ${action} in step: ${name}.`);
  const target = known(fallback.step, 'onCancel', reach);
  if (NOT_AFTER_CANCEL.has(target?.action ?? ''))
    throw invalidDocumentContent(`Step: ${fallback.step} of action: ${target?.action} is not supported in onCancel.`);
}

function known(name: Json, property: string, reach: Reach): WrittenStep | undefined {
  if (typeof name !== 'string' || !reach.has(name))
    throw invalidDocumentContent(`Unknown step name: "${shown(name)}" in ${property}`);
  return reach.get(name);
}
