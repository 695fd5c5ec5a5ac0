import type { StartAutomationExecutionRequest } from '@aws-sdk/client-ssm';
import type { Random } from '../random.ts';

/** What runs for each target: a script that ends when the seed says so. */
const one = JSON.stringify({
  schemaVersion: '0.3',
  parameters: { Name: { type: 'String' } },
  mainSteps: [
    {
      name: 'script',
      action: 'aws:executeScript',
      timeoutSeconds: 600,
      inputs: { Runtime: 'python3.11', Handler: 'run', Script: 'def run(event, context): return {}' },
    },
  ],
});

/** Runs it once below a step, then for three targets below another. */
const nested = JSON.stringify({
  schemaVersion: '0.3',
  parameters: { Name: { type: 'String' } },
  mainSteps: [
    {
      name: 'single',
      action: 'aws:executeAutomation',
      timeoutSeconds: 1800,
      maxAttempts: 2,
      onFailure: 'Continue',
      inputs: { DocumentName: 'One', RuntimeParameters: { Name: ['{{ Name }}'] } },
    },
    {
      name: 'many',
      action: 'aws:executeAutomation',
      timeoutSeconds: 3600,
      inputs: {
        DocumentName: 'One',
        TargetParameterName: 'Name',
        Targets: [{ Key: 'ParameterValues', Values: ['a', 'b', '{{ Name }}'] }],
        MaxConcurrency: '2',
        MaxErrors: '1',
      },
    },
  ],
});

export const runbooks = { One: one, Nested: nested };

/** A request of this world for targets, and one that runs others below its steps. */
export function requestsOf(random: Random): Record<'wide' | 'deep', StartAutomationExecutionRequest> {
  const names = ['a', 'b', 'c', 'd', 'e'].slice(0, 2 + random.below(4));
  return {
    wide: {
      DocumentName: 'One',
      TargetParameterName: 'Name',
      Targets: [{ Key: 'ParameterValues', Values: names }],
      MaxConcurrency: random.pick(['1', '2', '3', '50%']),
      MaxErrors: random.pick(['0', '1', '2']),
    },
    deep: { DocumentName: 'Nested', Parameters: { Name: ['c'] } },
  };
}
