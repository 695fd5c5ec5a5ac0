import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { powershellFinder } from '../../../local/scripts/interpreter.ts';
import { oneScript, withPython } from './one-script.ts';

/** In place of pwsh: it says which version it is, and takes the script for one of sh that knows where its result goes. */
const fake = `#!/bin/sh
case "$*" in *-Command*) echo "$0"; echo 7.4.6; exit 0;; esac
echo "arguments: $1 $2 $3 $4 $(basename "$5") $(basename "$6") $(basename "$7")"
RESULT=$7
. "$6"
`;
const powershell = { runtime: 'PowerShell 7.4', handler: '' };
const gives = (json: string) => `printf '%s' '${json}' > "$RESULT"`;

withPython('a script of PowerShell', () => {
  const open = () => {
    const found = { command: 'nowhere' };
    const script = oneScript({ powershell: () => powershellFinder(found.command)() });
    const bin = join(script.folder, 'bin');
    mkdirSync(bin);
    found.command = join(bin, 'pwsh');
    writeFileSync(found.command, fake, { mode: 0o755 });
    return script;
  };

  it('is started by name, without profile, and without questions', async () => {
    const script = open();

    const result = await script.run(gives('{"payload":{"a":[1]}}'), powershell);

    expect(result).toEqual({
      status: 'Success',
      payload: { a: [1] },
      log: 'arguments: -NoLogo -NoProfile -NonInteractive -File .bootstrap.ps1 .script.ps1 .result.json\n',
    });
    expect(script.messages[0]).toMatch(/^PowerShell 7\.4 scripts run with PowerShell 7\.4\.6 \(\/.*\/pwsh\)$/);
    await script.close();
  });

  it('finds its input in the environment, and nothing of the server’s', async () => {
    const script = open();
    process.env['QUAYMASTER_TEST_SECRET'] = 'hush';

    const payload = { text: 'Zoë "quoted"', list: [1, true, null] };
    const { log } = await script.run('env | sort', { ...powershell, payload });

    delete process.env['QUAYMASTER_TEST_SECRET'];
    const names = log.split('\n').flatMap((line) => /^(\w+)=/.exec(line)?.[1] ?? []);
    expect(names.filter((name) => !['PWD', 'OLDPWD', 'SHLVL', '_'].includes(name))).toEqual([
      'DOTNET_EnableWriteXorExecute',
      'DOTNET_GCHeapHardLimit',
      'HOME',
      'InputPayload',
      'LANG',
      'PATH',
      'POWERSHELL_TELEMETRY_OPTOUT',
      'POWERSHELL_UPDATECHECK',
      'TMPDIR',
    ]);
    expect(log).toContain('InputPayload={"text":"Zoë \\"quoted\\"","list":[1,true,null]}\n');
    expect(log).toContain('DOTNET_GCHeapHardLimit=0x40000000\n');
    await script.close();
  });

  it.each([
    ['its message', gives('{"message":"no way"}'), 'no way'],
    ['an exit', 'exit 3', 'The script exited with code 3'],
    ['a signal', 'kill -9 $$', 'The script was killed by signal 9 before it ended'],
    ['what is no JSON', gives('{"payload"'), /^The output of the script cannot be read/],
    ['too much output', `printf '{"payload":"%0103000d"}' 0 > "$RESULT"`, /103002 bytes of JSON; at most 102400/],
    ['a link in place of the result', 'ln -s /etc/passwd "$RESULT"', /^The output of the script cannot be read/],
  ])('fails with %s', async (_name, source, message) => {
    const script = open();

    const result = await script.run(source, powershell);

    expect(result).toMatchObject({ status: 'Failed', message: expect.stringMatching(message) });
    await script.close();
  });

  it.each([
    ['{"payload":"{\\"a\\":1}"}', { a: 1 }],
    ['{"payload":"[1"}', '[1'],
    ['{"payload":"5"}', '5'],
    ['{"payload":null}', null],
  ])('takes %s for its output', async (json, payload) => {
    const script = open();

    expect(await script.run(gives(json), powershell)).toMatchObject({ status: 'Success', payload });
    await script.close();
  });

  it('gives null when it outputs nothing', async () => {
    const script = open();

    expect(await script.run(':', { ...powershell, runtime: 'PowerShell Core 6.0' })).toMatchObject({ payload: null });
    await script.close();
  });

  it('ends with all it started at the time limit', async () => {
    const script = open();

    const result = await script.run('sleep 1000 & sleep 1000', { ...powershell, timeoutSeconds: 1 });

    expect(result).toMatchObject({ status: 'TimedOut' });
    await script.close();
  });

  it('says that pwsh is missing', async () => {
    const script = oneScript({ powershell: powershellFinder('/nowhere/pwsh') });

    expect(await script.run('', powershell)).toMatchObject({
      status: 'Failed',
      message: 'pwsh was not found on this machine; the runtime PowerShell 7.4 needs it',
    });
    await script.close();
  });

  const hasPowerShell = spawnSync('pwsh', ['-NoLogo', '-NoProfile', '-Command', '1']).status === 0;
  (hasPowerShell ? describe : describe.skip)(
    `in a real pwsh${hasPowerShell ? '' : ' (skipped: there is none here)'}`,
    () => {
      it.each([
        [
          '$i = $env:InputPayload | ConvertFrom-Json\n"first"\nreturn @{ sum = $i.a + 1 }',
          { status: 'Success', payload: { sum: 2 }, log: 'first\n' },
        ],
        ['Write-Information "told"\n1, 2', { status: 'Success', payload: 2 }],
        ['@{ a = 1 } | ConvertTo-Json', { status: 'Success', payload: { a: 1 } }],
        ['throw "no way"', { status: 'Failed', message: expect.stringMatching(/^no way/) }],
        ['Write-Error "wrong"\n1', { status: 'Failed', message: expect.stringMatching(/^wrong/) }],
        ['exit 4', { status: 'Failed', message: 'The script exited with code 4' }],
        ['if (', { status: 'Failed' }],
      ])(
        '%s',
        async (source, expected) => {
          const script = oneScript();

          expect(await script.run(source, { ...powershell, payload: { a: 1 } })).toMatchObject(expected);
          await script.close();
        },
        60_000,
      );
    },
  );
});
