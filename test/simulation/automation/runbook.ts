/** Who may approve; two of three must. */
export const approvers = ['ada', 'bob', 'eve'] as const;

/** A runbook with every kind of wait: an approval, a script, a call of AWS, a pause, a sleep; and a way back when it is cancelled or fails. */
export const runbook = JSON.stringify({
  schemaVersion: '0.3',
  parameters: { Word: { type: 'String', default: 'hello' } },
  outputs: ['script.Word'],
  mainSteps: [
    {
      name: 'approve',
      action: 'aws:approve',
      timeoutSeconds: 3600,
      onFailure: 'step:undo',
      onCancel: 'step:undo',
      inputs: { Approvers: approvers, MinRequiredApprovals: 2 },
    },
    {
      name: 'call',
      action: 'aws:executeAwsApi',
      onFailure: 'step:undo',
      onCancel: 'step:undo',
      inputs: { Service: 'ecs', Api: 'RunTask', taskDefinition: '{{ Word }}' },
    },
    {
      name: 'script',
      action: 'aws:executeScript',
      timeoutSeconds: 600,
      maxAttempts: 2,
      onFailure: 'step:undo',
      onCancel: 'step:undo',
      inputs: { Runtime: 'python3.11', Handler: 'run', Script: 'def run(event, context): return {}' },
      outputs: [{ Name: 'Word', Selector: '$.Payload.word', Type: 'String' }],
    },
    { name: 'pause', action: 'aws:pause', onCancel: 'step:undo', inputs: {} },
    { name: 'sleep', action: 'aws:sleep', onCancel: 'step:undo', inputs: { Duration: 'PT10S' }, isEnd: true },
    {
      name: 'undo',
      action: 'aws:executeAwsApi',
      isEnd: true,
      inputs: { Service: 'ecs', Api: 'StopTask', task: '{{ Word }}' },
    },
  ],
});
