import type { Json } from '../../../ports/json.ts';
import { isMap } from '../../expressions/typed-value.ts';
import { fallbackFrom } from '../runbook-from.ts';
import { type Path, type Problems, wrong } from './problem.ts';
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
export function* checkFlow(steps: WrittenStep[], outside: Reach = new Map()): Problems {
  const reach = new Map([...outside, ...steps.map((step) => [step.name, step] as const)]);
  for (const step of steps) {
    yield* checkTargets(step, reach);
    yield* checkOnCancel(step, reach);
    if (step.steps.length > 0) yield* checkFlow(step.steps, reach);
  }
}

/** The steps that follow when all goes well, by name: nextStep and, of a branch, the choices and the default. */
export const nextNames = (step: WrittenStep): string[] => nexts(step).map(([name]) => name);

/** The same with where each name is written in the step. */
function nexts({ action, inputs, members }: WrittenStep): [string, Path][] {
  const isBranch = action === 'aws:branch';
  const choices = isBranch && Array.isArray(inputs.Choices) ? inputs.Choices : [];
  const written: [Json | undefined, Path][] = [
    [members.nextStep, ['nextStep']],
    ...choices.map((choice, index): [Json | undefined, Path] => [
      isMap(choice) ? choice.NextStep : undefined,
      ['inputs', 'Choices', index, 'NextStep'],
    ]),
    [isBranch ? inputs.Default : undefined, ['inputs', 'Default']],
  ];
  return written.filter((next): next is [string, Path] => typeof next[0] === 'string');
}

function* checkTargets(step: WrittenStep, reach: Reach): Problems {
  const { nextStep, onFailure } = step.members;
  if (nextStep !== undefined && typeof nextStep !== 'string')
    yield unknown(nextStep, 'nextStep', [...step.path, 'nextStep']);
  for (const [name, place] of nexts(step))
    if (!reach.has(name)) yield unknown(name, 'nextStep', [...step.path, ...place]);
  const path = [...step.path, 'onFailure'];
  const fallback = fallbackFrom(onFailure ?? 'Abort');
  if (!fallback) yield wrong(path, `onFailure: ${shown(onFailure)} is invalid in step: ${step.name}.`);
  if (typeof fallback === 'object' && !reach.has(fallback.step)) yield unknown(fallback.step, 'onFailure', path);
}

function* checkOnCancel(step: WrittenStep, reach: Reach): Problems {
  const { name, action, members } = step;
  const { onCancel } = members;
  const path = [...step.path, 'onCancel'];
  const fallback = fallbackFrom(onCancel ?? 'Abort');
  if (!fallback || fallback === 'Continue')
    return yield wrong(path, `onCancel: ${shown(onCancel)} is invalid in step: ${name}.`);
  if (typeof fallback !== 'object') return;
  if (WITHOUT_ON_CANCEL.has(action))
    return yield wrong(path, `onCancel is not supported for action: ${action} in step: ${name}.`);
  const target = reach.get(fallback.step);
  if (!target) return yield unknown(fallback.step, 'onCancel', path);
  if (NOT_AFTER_CANCEL.has(target.action))
    yield wrong(path, `Step: ${fallback.step} of action: ${target.action} is not supported in onCancel.`);
}

const unknown = (name: Json, property: string, path: Path) =>
  wrong(path, `Unknown step name: "${shown(name)}" in ${property}`);
