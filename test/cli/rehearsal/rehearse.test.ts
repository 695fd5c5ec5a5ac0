import type { Json } from '../../../functions/ports/json.ts';
import { mocksFrom } from '../../../cli/rehearsal/mocks.ts';
import { rehearse } from '../../../cli/rehearsal/rehearse.ts';

const file = (name: string, mainSteps: object[], document: object = {}) => ({
  name,
  format: 'JSON' as const,
  content: JSON.stringify({ schemaVersion: '0.3', mainSteps, ...document }),
  types: {},
});

const warnings: string[] = [];

/** Plays a runbook of these steps. */
const play = (mainSteps: object[], mocks: Json = {}, more: { document?: object; others?: object[] } = {}) =>
  rehearse({
    runbook: file('Main', mainSteps, more.document),
    others: more.others ? [file('Other', more.others)] : [],
    parameters: {},
    mocks: mocksFrom(mocks),
    warn: (line) => void warnings.push(line),
  });

const step = (name: string, action: string, inputs: object = {}, members: object = {}) => ({
  name,
  action: `aws:${action}`,
  inputs,
  ...members,
});

const call = (name: string, inputs: object = {}, members: object = {}) =>
  step(name, 'executeAwsApi', { Service: 'ec2', Api: 'DescribeInstances', ...inputs }, members);

const wait = step('Wait', 'waitForAwsResourceProperty', {
  Service: 'ec2',
  Api: 'describe_instances',
  PropertySelector: '$.State',
  DesiredValues: ['running'],
});

describe('rehearsing a runbook', () => {
  afterEach(() => expect(warnings).toEqual([]));

  it('answers AWS in sequence and takes no time for polls and sleeps', async () => {
    const { execution, missing, problems, unused } = await play([wait, step('Nap', 'sleep', { Duration: 'P6D' })], {
      aws: { 'ec2.DescribeInstances': [{ answer: { State: 'pending' }, times: 3 }, { answer: { State: 'running' } }] },
    });

    expect({ missing, problems, unused }).toEqual({ missing: [], problems: [], unused: [] });
    expect(execution.status).toBe('Success');
    expect(execution.steps.map(({ name, seconds, calls }) => [name, seconds, calls.length])).toEqual([
      ['Wait', 10, 4],
      ['Nap', 518400, 0],
    ]);
  });

  it('answers by input, with errors too, and tells what was sent', async () => {
    const { execution } = await play([call('One', { Id: 1 }, { onFailure: 'Continue' }), call('Two', { Id: 2 })], {
      aws: {
        'ec2.DescribeInstances': [
          { match: { Id: 2 }, answer: { Two: true } },
          { match: { Id: 1 }, error: { code: 'Nope', message: 'not today' } },
        ],
      },
    });

    expect(execution.steps.map(({ status, calls }) => [status, calls])).toEqual([
      ['Failed', [{ call: 'ec2.DescribeInstances', input: { Id: 1 }, error: 'Nope: not today' }]],
      ['Success', [{ call: 'ec2.DescribeInstances', input: { Id: 2 }, answer: { Two: true } }]],
    ]);
    expect(execution.steps[0]?.failure).toContain(
      'An error occurred (Nope) when calling the DescribeInstances operation',
    );
  });

  it('prints the mock that lacks, also where the runbook goes on', async () => {
    const { execution, missing } = await play([call('One', { Id: [1] }, { isCritical: false, onFailure: 'Continue' })]);

    expect(execution.status).toBe('Success');
    expect(missing).toEqual([
      {
        problem: 'step One calls ec2.DescribeInstances, but there is no mock for it',
        add: 'aws:\n  ec2.DescribeInstances:\n    - match: {Id: [1]}\n      answer: {}\n',
      },
    ]);
  });

  it('says so when the mocks are used up', async () => {
    const { missing, unused } = await play([call('One'), call('Two')], {
      aws: {
        'ec2.DescribeInstances': [
          { answer: {}, times: 1 },
          { match: { Id: 3 }, answer: {} },
        ],
      },
    });

    expect(missing.map(({ problem }) => problem)).toEqual([
      'step Two calls ec2.DescribeInstances, but no mock that fits this input is left',
    ]);
    expect(unused).toEqual(['aws.ec2.DescribeInstances[1]']);
  });

  const gate = step('Gate', 'approve', { Approvers: ['alice', 'arn:aws:iam::1:role/ops'], MinRequiredApprovals: 2 });

  it.each<[string, Json, string, string]>([
    ['by all who must', 'approve', 'Success', 'Approved'],
    ['not', 'reject', 'Failed', 'Rejected'],
    ['by one and rejected by another', ['approve', { decision: 'reject', by: 'alice' }], 'Success', 'Approved'],
    ['by one alone', [{ decision: 'approve', by: 'alice' }], 'TimedOut', 'Waiting'],
    ['by nobody', 'none', 'TimedOut', 'Waiting'],
  ])('is approved %s', async (_how, approval, status, approved) => {
    const { execution, missing } = await play([gate], { approvals: { Gate: approval } });

    expect(missing).toEqual([]);
    expect(execution.status).toBe(status);
    expect(execution.steps[0]?.outputs.ApprovalStatus).toEqual([approved]);
  });

  it('tells who may not approve', async () => {
    const { problems } = await play([gate], { approvals: { Gate: { decision: 'approve', by: 'mallory' } } });

    expect(problems).toEqual([
      expect.stringMatching(/^step Gate, Approve by mallory: .* is not an approver of step Gate$/),
    ]);
  });

  it('ends at a gate that the mocks do not know', async () => {
    const { execution, missing } = await play([gate]);

    expect(execution.status).toBe('Waiting');
    expect(missing).toEqual([
      {
        problem: 'step Gate waits for an approval by alice, arn:aws:iam::1:role/ops',
        add: 'approvals:\n  Gate: approve\n',
      },
    ]);
  });

  it('resumes pauses, or lets their time run out', async () => {
    const pauses = [step('One', 'pause'), step('Two', 'pause', {}, { timeoutSeconds: 60 })];

    const { execution } = await play(pauses, { pauses: { One: 'resume', Two: 'none' } });

    expect(execution.steps.map(({ status, seconds }) => [status, seconds])).toEqual([
      ['Success', 0],
      ['TimedOut', 60],
    ]);
  });

  it('gives up on what nobody ends', async () => {
    expect((await play([step('One', 'pause')], { pauses: { One: 'none' } })).problems).toEqual([
      'it is not over after 90 days',
    ]);
  });

  const script = (name: string) =>
    step(name, 'executeScript', {
      Runtime: 'python3.11',
      Handler: 'f',
      InputPayload: { name },
      Script: 'def f(events, context):\n  return {"real": events["name"]}',
    });

  it('answers scripts from mocks and runs the others', async () => {
    const { execution, unused } = await play([script('One'), script('Two'), script('Three')], {
      scripts: { One: { payload: { mocked: 1 } }, Three: { error: 'Traceback' }, Four: 'real' },
    });

    expect(execution.steps.map(({ status, outputs }) => [status, outputs.Payload])).toEqual([
      ['Success', ['{"mocked":1}']],
      ['Success', ['{"real":"Two"}']],
      ['Failed', undefined],
    ]);
    expect(execution.steps[2]?.failure).toContain('Traceback');
    expect(unused).toEqual(['scripts.Four']);
  }, 30_000);

  it('answers webhooks', async () => {
    const hook = (name: string) =>
      step(name, 'invokeWebhook', { IntegrationName: name, Body: 'hi' }, { onFailure: 'Continue' });

    const { execution, missing } = await play([hook('good'), hook('bad')], {
      webhooks: { good: { body: { ok: true } }, bad: [{ status: 500 }] },
    });

    expect(missing).toEqual([]);
    expect(execution.steps.map(({ status, outputs }) => [status, outputs])).toEqual([
      ['Success', { Response: ['{"ok":true}'], ResponseCode: ['200'] }],
      ['Failed', { Response: [''], ResponseCode: ['500'] }],
    ]);
  });

  it('runs child automations and the gates in them', async () => {
    const child = step('Child', 'executeAutomation', { DocumentName: 'Other' });

    const { execution, children } = await play([child], { approvals: { Gate: 'approve' } }, { others: [gate] });

    expect(execution.status).toBe('Success');
    expect(children.map(({ document, status }) => [document, status])).toEqual([['Other', 'Success']]);
  });

  it('says when steps go round for ever', async () => {
    const branch = (name: string, to: string) =>
      step(name, 'branch', { Choices: [{ Variable: 'a', StringEquals: 'a', NextStep: to }], Default: 'End' });

    const { problems } = await play([branch('A', 'B'), branch('B', 'A'), step('End', 'sleep', { Duration: 'PT1S' })]);

    expect(problems).toEqual(['it goes round for ever without waiting for anything']);
  }, 60_000);

  it('says what lacks where it cannot even start', async () => {
    const parameters = { Image: { type: 'String', default: '{{ ssm:/image }}' } };

    await expect(play([gate], {}, { document: { parameters } })).rejects.toThrow(/^the start calls ssm\.GetParameter/);
  });
});
