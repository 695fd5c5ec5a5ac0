/** The machines, by the ids of their nodes. */
export const nodes = ['mi-1', 'mi-2', 'mi-3'] as const;

const command = (where: object) => ({
  ...where,
  DocumentName: 'AWS-RunShellScript',
  TimeoutSeconds: 600,
  Parameters: { commands: ['{{ automation:EXECUTION_ID }} {{ Word }}'], executionTimeout: '900' },
});

/** A runbook that runs a script on one machine, and then on all that have a tag. */
export const runbook = JSON.stringify({
  schemaVersion: '0.3',
  parameters: { Word: { type: 'String', default: 'hello' } },
  mainSteps: [
    {
      name: 'one',
      action: 'aws:runCommand',
      timeoutSeconds: 3000,
      maxAttempts: 2,
      inputs: command({ InstanceIds: ['mi-1'] }),
    },
    {
      name: 'all',
      action: 'aws:runCommand',
      timeoutSeconds: 3000,
      isEnd: true,
      inputs: command({ Targets: [{ Key: 'tag:role', Values: ['web'] }] }),
    },
  ],
});
