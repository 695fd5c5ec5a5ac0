import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import type { ScriptFinished, ScriptJob, ScriptResult } from '../../../functions/ports/scripts.ts';
import { type FakeClock, fakeClock } from '../../clock.ts';
import { withPython } from '../../local/scripts/one-script.ts';
import { type AccountScripts, accountScripts } from './account-scripts.ts';

const execution = '4105a4fc-f944-11e6-9d32-0a1b2c3d495h';
const id = `${execution}/run/1`;
const echo = 'def handler(events, context): return events';
const job = (more: Partial<ScriptJob> = {}): ScriptJob => {
  return { id, runtime: 'python3.11', source: echo, handler: 'handler', payload: {}, timeoutSeconds: 60, ...more };
};
const keys = { AccessKeyId: 'ASIAROLE', SecretAccessKey: 'role-secret', SessionToken: 'role-token' };

let account: AccountScripts;
let results: [string, ScriptResult][];
let finish: ScriptFinished;
let clock: FakeClock;
const open = async () => {
  clock = fakeClock();
  results = [];
  finish = async (of, result) => void results.push([of, result]);
  account = await accountScripts((...given) => finish(...given), { isHeld: true, clock });
};
const run = async (more: Partial<ScriptJob> = {}): Promise<ScriptResult | undefined> => {
  await account.scripts.start(job(more));
  await account.deliver(id);
  return results.at(-1)?.[1];
};

beforeEach(() => open());
afterEach(() => account.end());

withPython('a script in the account', () => {
  it('is handed over by its id alone, so that no payload lies in a queue', async () => {
    await account.scripts.start(job({ payload: { password: 'hush' } }));

    expect(account.aws.asked()).toEqual([
      ['lambda.Invoke', { FunctionName: 'runner', InvocationType: 'Event', Payload: `{"id":"${id}"}` }],
    ]);
  });

  it('runs once however often it is delivered', async () => {
    await account.scripts.start(job({ payload: { a: 1 } }));
    await Promise.all([account.deliver(id, 'one'), account.deliver(id, 'two')]);
    await account.deliver(id, 'three');

    expect(results).toEqual([[id, { status: 'Success', payload: { a: 1 }, log: '' }]]);
    expect(account.store.records.size).toBe(0);
  });

  it('is told again, and not run again, where telling failed', async () => {
    let calls = 0;
    await account.scripts.start(job({ payload: 'once' }));
    finish = async () => {
      calls++;
      throw new Error('not now');
    };
    await expect(account.deliver(id, 'one')).rejects.toThrow('not now');
    finish = async (of, result) => void results.push([of, result]);
    await account.deliver(id, 'one');

    expect(calls).toBe(1);
    expect(results).toEqual([[id, { status: 'Success', payload: 'once', log: '' }]]);
    expect(account.environments.orders).toHaveLength(1);
    expect(account.store.records.size).toBe(0);
  });

  it('does not run when it was stopped before it came to run', async () => {
    await account.scripts.start(job());
    await account.scripts.stop(id);
    await account.deliver(id);

    expect(account.environments.orders).toEqual([]);
    expect(results).toEqual([]);
    expect(account.objects.bodies.size).toBe(0);
  });

  it('timed out when it was delivered too late', async () => {
    await account.scripts.start(job({ timeoutSeconds: 60 }));
    clock.advance(60_000);
    await account.deliver(id);

    expect(results).toEqual([
      [id, { status: 'TimedOut', message: 'The script did not end within 60 seconds', log: '' }],
    ]);
    expect(account.environments.orders).toEqual([]);
  });

  it('gets what is left of its time', async () => {
    await account.scripts.start(job({ timeoutSeconds: 60 }));
    clock.advance(2_500);
    await account.deliver(id);

    expect(account.environments.orders[0]?.[0].seconds).toBe(57.5);
  });

  it('shares no execution environment with other executions', async () => {
    await run();

    expect(account.environments.orders[0]?.[1]).toBe(execution);
  });

  it('acts as the role of its runbook, and as nobody without one', async () => {
    const source = `import os
def handler(events, context): return sorted(f'{name}={value}' for name, value in os.environ.items() if name.startswith('AWS_'))`;
    account.aws.on('sts.AssumeRole', { Credentials: keys });

    expect(await run({ source })).toMatchObject({ payload: [] });
    const role = { arn: 'arn:aws:iam::000000000000:role/deploy', sessionName: execution, region: 'eu-west-1' };
    expect(await run({ source, role })).toMatchObject({
      payload: [
        'AWS_ACCESS_KEY_ID=ASIAROLE',
        'AWS_DEFAULT_REGION=eu-west-1',
        'AWS_REGION=eu-west-1',
        'AWS_SECRET_ACCESS_KEY=role-secret',
        'AWS_SESSION_TOKEN=role-token',
      ],
    });
    expect(account.aws.calls.at(-1)).toMatchObject({
      service: 'sts',
      region: 'eu-west-1',
      input: { RoleArn: 'arn:aws:iam::000000000000:role/deploy', RoleSessionName: execution },
    });
  });

  it('finds nothing that the one before it left', async () => {
    const leave = `import os, pathlib
def handler(events, context):
    folder = pathlib.Path(events['tmp'])
    (folder / 'left').write_text('for the next')
    (folder / 'closed' / 'in').mkdir(parents=True)
    (folder / 'closed').chmod(0)
    return os.environ['HOME']`;
    const look = "import os\ndef handler(events, context): return len(os.listdir(events['tmp']))";
    const tmp = `import os\ndef handler(events, context): return os.path.dirname(os.environ['HOME'])`;
    const payload = { tmp: ((await run({ source: tmp })) as { payload: string }).payload };

    await run({ source: leave, payload });

    expect(await run({ source: look, payload })).toMatchObject({ payload: 1 });
    expect(readdirSync(payload.tmp)).toEqual([]);
  });

  it('cannot read the environment of what keeps it', async () => {
    const source = `import os
def handler(events, context):
    names, process = [], os.getpid()
    while process > 1:
        with open(f'/proc/{process}/stat') as file:
            process = int(file.read().rsplit(')', 1)[1].split()[1])
        try:
            with open(f'/proc/{process}/environ') as file:
                names.append("the function's own" in file.read())
        except OSError:
            names.append('refused')
    return names[:2]`;

    const result = await run({ source });

    expect((result as { payload: unknown[] }).payload[1]).toBe('refused');
  });

  it('finds its attachment', async () => {
    const body = Buffer.from('def go(events, context): return "from the file"');
    await account.objects.put('.attachments', 'key', body);
    const sha256 = createHash('sha256').update(body).digest('hex');
    const attachment = { name: 'tool.py', bucket: '.attachments', key: 'key', sha256 };

    expect(await run({ source: '', handler: 'tool.go', attachment })).toMatchObject({ payload: 'from the file' });
    expect(await run({ source: '', attachment: { ...attachment, sha256: '0'.repeat(64) } })).toEqual({
      status: 'Failed',
      message: 'The script could not be started: the attachment tool.py is not what it was',
      log: '',
    });
    expect(await run({ source: '', attachment: { ...attachment, key: 'other' } })).toMatchObject({
      message: 'The script could not be started: the attachment tool.py is gone',
    });
  });

  it('says what a deployment lacks for PowerShell', async () => {
    expect(await run({ runtime: 'PowerShell 7.4' })).toEqual({
      status: 'Failed',
      message:
        'The script could not be started: PowerShell is not part of this deployment: deploy it with --param powershellLayer=ARN, a layer that holds /opt/powershell/pwsh',
      log: '',
    });
  });
});
