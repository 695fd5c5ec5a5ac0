import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tested } from '../../cli/test.ts';
import { given } from './typed.ts';

const folder = mkdtempSync(join(tmpdir(), 'test-'));

/** A mocks file with this text. */
function mocks(text: string): string {
  const file = join(folder, 'mocks.yaml');
  writeFileSync(file, text);
  return file;
}

const release = (text: string, ...parameters: string[]) =>
  tested('examples/release.yaml', mocks(text), ['Version=1.4.2', 'Approvers=alice,bob', ...parameters]);

const good = 'approvals: {gate: approve}\nscripts: {judge: {payload: {kind: fix, tag: v1}}}\n';

describe('testing a runbook', () => {
  it.each(['release', 'restart'])(
    'passes the example %s',
    async (name) => {
      expect(await tested(`examples/${name}.yaml`, `examples/${name}.mocks.yaml`, [])).toMatchObject({
        passed: true,
        unmet: [],
        unused: [],
      });
    },
    30_000,
  );

  it('passes with Success where nothing is expected', async () => {
    expect(await release(good)).toMatchObject({ passed: true, execution: { status: 'Success' } });
    expect(await release(good.replace('approve}', 'reject}'))).toMatchObject({ passed: false, unmet: [] });
  });

  it('passes with a failure that is expected', async () => {
    const expected = `${good.replace('approve}', 'reject}')}expect: {status: Failed, steps: {gate: {failure: rejected by}}}`;

    expect(await release(expected)).toMatchObject({ passed: true, unused: ['scripts.judge'] });
  });

  it('fails without the mocks it needs, whatever is expected', async () => {
    expect(await release('expect: {status: Waiting}')).toMatchObject({ passed: false, unmet: [] });
  });

  it('tells each expectation that did not come true', async () => {
    const expect_ = `${good}expect:
  status: Failed
  path: [gate]
  outputs: {judge.Kind: fix, judge.Tag: v2, judge.None: 1}
  steps: {settle: {status: Success}, judge: {status: Failed, outputs: {Payload: {kind: fix, tag: v1}}, failure: no}}
  calls: [ec2.StopInstances]
`;

    expect((await release(expect_)).unmet).toEqual([
      'status: expected "Failed", was "Success"',
      'path: expected gate, was gate > judge > choose',
      'outputs.judge.Tag: expected "v2", was "v1"',
      'outputs.judge.None: expected 1, was nothing',
      'steps.settle: was not reached',
      'steps.judge.status: expected "Failed", was "Success"',
      'steps.judge.failure: expected a text with "no", was nothing',
      'calls: expected ec2.StopInstances, were none',
    ]);
  });

  it('compares what was sent', async () => {
    const text = (id: string) => `parameters: {Role: web}
aws:
  ec2.DescribeInstances: {answer: {Reservations: [{Instances: [{InstanceId: i-1}]}]}}
  EC2.reboot_instances: {answer: {}}
  ec2.DescribeInstanceStatus: {answer: {InstanceStatuses: [{InstanceStatus: {Status: ok}}]}}
expect:
  calls: [ec2.DescribeInstances, {call: ec2.RebootInstances, input: {InstanceIds: [${id}]}}, ec2.DescribeInstanceStatus]
`;

    expect(await tested('examples/restart.yaml', mocks(text('i-1')), [])).toMatchObject({ passed: true });
    expect(await tested('examples/restart.yaml', mocks(text('i-2')), [])).toMatchObject({
      passed: false,
      unmet: ['calls[1] ec2.RebootInstances: expected input with {"InstanceIds":["i-2"]}, was {"InstanceIds":["i-1"]}'],
    });
  });

  it.each([
    ['aws:\n  ec2.X:\n    - answr: {}', '3:7: aws.ec2.X[0].answr is unknown here; known: match, times, answer, error'],
    ['aws: {ec2.X: {times: 1}}', '1:7: aws.ec2.X must have answer or error'],
    ['aws: {ec2.X: {error: {message: m}}}', '1:15: aws.ec2.X.error must have code'],
    ['now: soon', '1:1: now must be a time such as 2026-01-01T00:00:00Z'],
    ['approvals: {gate: maybe}', '1:13: approvals.gate must be approve or reject'],
    ['scripts: {judge: 1}', '1:11: scripts.judge must be a map'],
    ['[]', '1:1: it must be a map'],
    ['a: [', ' YAML not well-formed. at Line: 2, Column: 1'],
  ])('refuses the mocks %j', async (text, message) => {
    await expect(release(text)).rejects.toThrow(`mocks.yaml:${message}`);
  });

  it('refuses what the service refuses at the start', async () => {
    await expect(tested('examples/release.yaml', mocks(''), ['Version=1'])).rejects.toThrow(
      'InvalidAutomationExecutionParametersException: ',
    );
  });

  it('is refused without mocks', async () => {
    expect(() => given('test', 'examples/release.yaml')).toThrow(
      'test needs --mocks MOCKS: quaymaster test FILE --mocks MOCKS',
    );
  });
});
