const document = (...mainSteps: object[]) => ({
  schemaVersion: '0.3',
  parameters: { Approvers: { type: 'StringList', default: [] }, Time: { type: 'String', default: '' } },
  mainSteps,
});

const nap = (inputs: object) => document({ name: 'nap', action: 'aws:sleep', inputs });

/** Waits for an approval, for so many days, and then starts one other run. */
const gate = (days: number) =>
  document(
    {
      name: 'gate',
      action: 'aws:approve',
      timeoutSeconds: days * 86_400,
      onFailure: 'Abort',
      inputs: { Approvers: '{{ Approvers }}' },
    },
    { name: 'child', action: 'aws:executeAutomation', inputs: { DocumentName: 'Child' } },
  );

/** Runbooks that wait, by name. */
export const runbooks: Record<string, object> = {
  Month: gate(30),
  Week: gate(7),
  Nap: nap({ Duration: 'PT604799S' }),
  Until: nap({ Timestamp: '{{ Time }}' }),
  Quick: nap({ Duration: 'PT1S' }),
  Child: nap({ Duration: 'PT0.1S' }),
};
