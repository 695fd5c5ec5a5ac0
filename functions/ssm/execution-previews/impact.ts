import type { ImpactType } from '@aws-sdk/client-ssm';
import type { Step } from '../documents/runbook.ts';

/** How many steps there are of each impact. */
export type StepPreviews = Record<ImpactType, number>;

const nonMutating = new Set([
  'aws:approve',
  'aws:assertAwsResourceProperty',
  'aws:branch',
  'aws:pause',
  'aws:sleep',
  'aws:waitForAwsResourceProperty',
]);

const undetermined = new Set([
  'aws:executeAutomation',
  'aws:executeAwsApi',
  'aws:executeScript',
  'aws:executeStateMachine',
  'aws:invokeLambdaFunction',
  'aws:invokeWebhook',
  'aws:runCommand',
]);

/**
 * Counts the steps of a runbook by what they do to resources; an aws:loop is one step and does what its gravest step does.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/execution-preview.html
 */
export function stepPreviews(steps: Step[]): StepPreviews {
  const previews: StepPreviews = { Mutating: 0, NonMutating: 0, Undetermined: 0 };
  for (const step of steps) previews[impactOf(step)] += 1;
  return previews;
}

function impactOf({ action, steps }: Step): ImpactType {
  if (steps) return gravest(stepPreviews(steps));
  if (nonMutating.has(action)) return 'NonMutating';
  return undetermined.has(action) ? 'Undetermined' : 'Mutating';
}

function gravest({ Mutating, Undetermined }: StepPreviews): ImpactType {
  if (Mutating > 0) return 'Mutating';
  return Undetermined > 0 ? 'Undetermined' : 'NonMutating';
}
