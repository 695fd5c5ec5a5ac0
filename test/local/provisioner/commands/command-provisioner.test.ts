import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type AwsCall, AwsError } from '../../../../functions/ports/aws-api.ts';
import type { Progress, Provisioning } from '../../../../functions/ports/provisioner.ts';
import { systemClock } from '../../../../functions/ports/system-clock.ts';
import { provisionerContract } from '../../../ports/provisioner.contract.ts';
import { commandProvisioner } from '../../../../local/provisioner/commands/command-provisioner.ts';

const arn = 'arn:aws:proton:us-east-1:000000000000:environment/dev';
const work = (provision: string[], more: Partial<Provisioning> = {}): Provisioning => ({
  id: 'deployment-1',
  kind: 'codebuild',
  action: 'create',
  target: { type: 'ENVIRONMENT', id: 'target-1', arn, environment: 'dev', stackName: 's' },
  files: async () => [{ path: 'scripts/hello.sh', body: Buffer.from('echo hello') }],
  manifest: { provision, deprovision: [] },
  inputs: { environment: { name: 'dev', inputs: { size: 2 } } },
  tags: {},
  account: '000000000000',
  region: 'eu-west-1',
  ...more,
});

describe('commands of this machine', () => {
  let folder: string;
  const calls: AwsCall[] = [];
  let secret: () => object;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'commands-'));
    calls.length = 0;
    secret = () => ({ SecretString: '{"user":"ada"}' });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const provisioner = () =>
    commandProvisioner({
      folder,
      clock: systemClock(),
      aws: { call: async (call) => (calls.push(call), { ...secret() }) },
    });
  const placeOf = (name: string) => join(folder, 'target-1/deployment-1', name);
  /** Until it is over, as often as a test's time allows. */
  const outcome = async (given: Provisioning): Promise<Progress> => {
    const { start, look } = provisioner();
    let progress = await start(given);
    while (progress.state === 'InProgress') {
      await pause(20);
      progress = await look(given, undefined);
    }
    return progress;
  };

  provisionerContract(async () => ({
    provisioner: provisioner(),
    work: (more) => work([`printf '{"Said":"%s"}' ${more.id === 'd2' ? 'bye' : 'hello'} > proton-outputs.json`], more),
    failing: (more) => work(['exit 3'], more),
    passing: () => pause(20),
  }));

  it('run one after the other in one shell, in the folder of the bundle', async () => {
    const progress = await outcome(
      work([
        'cd scripts',
        'WORD=$(sh hello.sh)',
        'printf \'{"word":"%s","place":"%s"}\' "$WORD" "${PWD##*/}" > ../proton-outputs.json',
      ]),
    );

    expect(progress).toEqual({
      state: 'Succeeded',
      outputs: [
        { key: 'word', valueString: 'hello' },
        { key: 'place', valueString: 'scripts' },
      ],
      resources: [],
    });
  });

  it('find their inputs and their environment', async () => {
    const manifest = {
      provision: ['echo "{\\"all\\":\\"$RESOURCE_ARN $AWS_REGION $STAGE $USER_NAME\\"}" > proton-outputs.json'],
      deprovision: [],
      runtimes: { nodejs: 16 },
      env: { variables: { STAGE: 'beta' }, secrets_manager: { USER_NAME: 'login:user' } },
    };

    const progress = await outcome(work([], { manifest, roleArn: 'arn:aws:iam::1:role/r' }));

    expect(progress).toMatchObject({
      outputs: [{ key: 'all', valueString: `${arn} eu-west-1 beta ada` }],
      message: 'Runtimes are those of this machine, not nodejs 16.',
    });
    expect(calls[0]).toMatchObject({
      service: 'secretsmanager',
      operation: 'GetSecretValue',
      input: { SecretId: 'login' },
      roleArn: 'arn:aws:iam::1:role/r',
    });
    expect(JSON.parse(readFileSync(placeOf('work/proton-inputs.json'), 'utf8'))).toEqual({
      environment: { name: 'dev', inputs: { size: 2 } },
    });
  });

  it('leave the variables where Terraform reads them', async () => {
    await outcome(work([], { manifest: { provision: ['true'], deprovision: [], input_type: 'HCL' } }));

    expect(existsSync(placeOf('work/proton.auto.tfvars.json'))).toBe(true);
  });

  it('tell their outputs by the AWS CLI', async () => {
    const notify = 'aws proton notify-resource-deployment-status-change --resource-arn $RESOURCE_ARN';
    const progress = await outcome(
      work([
        'echo \'[{"key":"a","valueString":"1"}]\' > outputs.json',
        `${notify} --status IN_PROGRESS --outputs file://./outputs.json`,
        `${notify} --outputs 'key=b,valueString=2, 3' key=c,valueString=4 --status-message "all done"`,
      ]),
    );

    expect(progress).toEqual({
      state: 'Succeeded',
      message: 'all done',
      outputs: [
        { key: 'b', valueString: '2, 3' },
        { key: 'c', valueString: '4' },
      ],
      resources: [],
    });
  });

  it('call the AWS CLI itself for all else', async () => {
    const bin = join(folder, 'cli');
    mkdirSync(bin);
    writeFileSync(join(bin, 'aws'), '#!/bin/sh\necho "{\\"said\\":\\"$*\\"}" > proton-outputs.json\n', { mode: 0o755 });
    const before = process.env['PATH'];
    process.env['PATH'] = `${bin}:${before}`;

    const progress = await outcome(work(['aws s3 ls'])).finally(() => (process.env['PATH'] = before));

    expect(progress).toMatchObject({ outputs: [{ key: 'said', valueString: 's3 ls' }] });
  });

  it('fail with the command, its exit code and what it said last', async () => {
    expect(await outcome(work(['true', 'echo it broke >&2; (exit 3)', 'touch never']))).toEqual({
      state: 'Failed',
      message: 'Command 2 (echo it broke >&2; (exit 3)) failed with exit code 3\nit broke',
    });
    expect(existsSync(placeOf('work/never'))).toBe(false);
  });

  it('fail where a secret is not to be had', async () => {
    secret = () => {
      throw new AwsError({ code: 'AccessDenied', message: 'not yours', operation: 'GetSecretValue', status: 403 });
    };
    const manifest = { provision: ['true'], deprovision: [], env: { secrets_manager: { A: 'login' } } };

    expect(await provisioner().start(work([], { manifest }))).toEqual({
      state: 'Failed',
      isUntouched: true,
      message: 'The commands could not begin: not yours',
    });
  });

  it('run once, however often they begin', async () => {
    const given = work(['echo once >> ran']);
    const { start } = provisioner();
    await Promise.all([start(given), start(given)].map((one) => one.catch(() => undefined)));

    await outcome(given);
    await outcome(given);

    expect(readFileSync(placeOf('work/ran'), 'utf8')).toBe('once\n');
  });

  it('are ended, with all they started, when they are cancelled', async () => {
    const given = work(['sleep 300 & echo $! > child; wait']);
    const { start, look, cancel } = provisioner();
    await start(given);
    while (!existsSync(placeOf('work/child'))) await pause(20);
    const child = readFileSync(placeOf('work/child'), 'utf8').trim();

    await cancel(given, undefined);
    let progress = await look(given, undefined);
    for (; progress.state === 'InProgress'; progress = await look(given, undefined)) await pause(20);

    expect(progress).toEqual({ state: 'Cancelled', message: 'The commands were ended.' });
    expect(() => execFileSync('sh', ['-c', `grep -v ' Z ' /proc/${child}/stat`])).toThrow();
  });

  it('never begin once they were cancelled', async () => {
    const given = work(['touch ran']);
    mkdirSync(placeOf(''), { recursive: true });
    const { start, cancel } = provisioner();
    await cancel(given, undefined);

    expect(await start(given)).toMatchObject({ state: 'Cancelled' });
    expect(existsSync(placeOf('work/ran'))).toBe(false);
  });

  it('are reported where the machine ended under them, and not run again', async () => {
    const given = work(['touch ran']);
    await outcome(given);
    rmSync(placeOf('exit'));
    rmSync(placeOf('work/ran'));

    expect(await provisioner().look(given, undefined)).toEqual({
      state: 'Failed',
      message: 'Command 1 (touch ran) was interrupted: the machine or its keeper ended. It is not run again.',
    });
    expect(existsSync(placeOf('work/ran'))).toBe(false);
  });

  it('undo what they made by the commands for that, or not at all', async () => {
    const manifest = { provision: ['false'], deprovision: ['echo gone > ran'] };

    expect(await outcome(work([], { manifest, action: 'delete' }))).toMatchObject({ state: 'Succeeded' });
    expect(readFileSync(placeOf('work/ran'), 'utf8')).toBe('gone\n');
    expect(await outcome(work(['false'], { action: 'delete', id: 'deployment-2' }))).toMatchObject({
      state: 'Succeeded',
    });
  });

  it('write no file outside of their folder', async () => {
    const given = work(['true'], { files: async () => [{ path: '../../../escaped', body: Buffer.from('') }] });

    await expect(provisioner().start(given)).rejects.toThrow('outside');
    expect(existsSync(join(folder, 'escaped'))).toBe(false);
  });
});
