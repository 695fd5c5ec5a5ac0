/** What a run of a runbook must have become when it was left alone, and how to move it on. */
export interface Expected {
  status: 'Success' | 'Failed';
  outputs: Record<string, string[]>;
  /** The steps that succeed, in their order. */
  steps: string[];
}

const script = {
  name: 'compute',
  action: 'aws:executeScript',
  inputs: {
    Runtime: 'python3.11',
    Handler: 'twice',
    Script: 'def twice(events, context):\n    return {"n": events["n"] * 2}\n',
    InputPayload: { n: 21 },
  },
  outputs: [{ Name: 'N', Selector: '$.Payload.n', Type: 'Integer' }],
};

const set = (name: string) => ({
  name,
  action: 'aws:updateVariable',
  inputs: { Name: 'variable:Last', Value: `${name} {{ Text }}` },
});

const document = (mainSteps: object[], outputs: string[] = []) => ({
  schemaVersion: '0.3',
  parameters: { Text: { type: 'String' }, Approvers: { type: 'StringList', default: [] } },
  variables: { Last: { type: 'String', default: 'none' } },
  mainSteps,
  outputs,
});

/** The runbooks of the kill loop by name: waits, scripts, approvals, and a step to run on cancel. */
export const runbooks: Record<string, { document: object; expected: Expected }> = {
  Quick: {
    document: document(['a', 'b', 'c', 'd', 'e'].map(set)),
    expected: { status: 'Success', outputs: {}, steps: ['a', 'b', 'c', 'd', 'e'] },
  },
  Sleep: {
    document: document([set('a'), { name: 'nap', action: 'aws:sleep', inputs: { Duration: 'PT1S' } }, set('b')]),
    expected: { status: 'Success', outputs: {}, steps: ['a', 'nap', 'b'] },
  },
  Script: {
    document: document([set('a'), script, set('b')], ['compute.N']),
    expected: { status: 'Success', outputs: { 'compute.N': ['42'] }, steps: ['a', 'compute', 'b'] },
  },
  Approval: {
    document: document(
      [
        {
          name: 'gate',
          action: 'aws:approve',
          onCancel: 'step:undo',
          inputs: { Approvers: '{{ Approvers }}', MinRequiredApprovals: 2 },
        },
        { ...script, isEnd: true },
        { ...set('undo'), isEnd: true },
      ],
      ['gate.ApprovalStatus', 'compute.N'],
    ),
    expected: {
      status: 'Success',
      outputs: { 'gate.ApprovalStatus': ['Approved'], 'compute.N': ['42'] },
      steps: ['gate', 'compute'],
    },
  },
};
