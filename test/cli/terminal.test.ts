import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { here } from './here.ts';

const scratch = mkdtempSync(join(tmpdir(), 'terminal-'));
const cli = join(import.meta.dirname, '../../cli/quaymaster.js');
const clean = { PATH: process.env.PATH ?? '', HOME: scratch, TERM: 'xterm-256color' };
const words = ['run', 'examples/hello.yaml', 'Name=Ada', '--data', join(scratch, 'data')];
const escape = '\u001b';

/** What a person at a terminal sees, who types each answer when its question stands there. */
function seen(answers: [string, string][], typed: string[], env: Record<string, string> = {}) {
  const script = join(import.meta.dirname, 'in-a-terminal.py');
  const all = [script, JSON.stringify(answers), process.execPath, cli, ...typed];
  const { status, stdout } = spawnSync('python3', all, { encoding: 'utf8', env: { ...clean, ...env } });
  return { code: status, shown: stdout };
}

function piped(...typed: string[]) {
  const options = { encoding: 'utf8', env: clean } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...typed], options);
  return { code: status, out: stdout, err: stderr };
}

describe('in a terminal', () => {
  it('asks at a gate, takes a comment, and shows colours and what goes on', () => {
    const { code, shown } = seen(
      [
        ['[a]pprove, [r]eject, [l]ater: ', 'a\r'],
        ['comment (Enter for none): ', 'shipit\r'],
      ],
      words,
    );

    expect(code).toBe(0);
    expect(shown).toContain(`${escape}[32mSuccess${escape}[39m`);
    expect(shown).toMatch(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] /);
    expect(shown).toContain('= Hello, Ada!');
  }, 60_000);

  it('shows no colours where NO_COLOR says so', () => {
    const { code, shown } = seen(
      [
        ['[a]pprove', 'a\r'],
        ['comment', '\r'],
      ],
      words,
      { NO_COLOR: '1' },
    );

    expect(code).toBe(0);
    expect(shown).toContain('Success');
    expect(shown).not.toContain(`${escape}[32m`);
  }, 60_000);

  it('ends with 130 and a cancelled execution after Ctrl-C', () => {
    const { code, shown } = seen([['[a]pprove', '\u0003']], words);

    expect(code).toBe(130);
    expect(shown).toContain('Cancelled');
  }, 60_000);

  it('has help in colours no pipe gets', () => {
    expect(seen([], ['executions', '--help']).shown).toContain('Usage: quaymaster executions');
    expect(piped('executions', '--help').out).not.toContain(escape);
  });
});

describe('in a pipe', () => {
  it('asks nobody, says how others go on, and shows every step in a line of its own', () => {
    const { out, err } = piped('run', 'examples/hello.yaml', '--yes', '--data', join(scratch, 'pipe'));

    expect(err).toBe('');
    expect(out).not.toContain(escape);
    expect(out).toMatch(/\nask {5}aws:approve {11}Waiting\n {4}Greet world\?\nask {5}aws:approve {11}Success /);
  }, 60_000);

  it('keeps answers and what goes wrong apart', () => {
    expect(piped('executions', 'lst')).toEqual({
      code: 2,
      out: '',
      err: "quaymaster: unknown command 'lst'. Did you mean list? (see quaymaster executions --help)\n",
    });
    expect(piped()).toMatchObject({ code: 2, out: expect.stringMatching(/^Usage: quaymaster COMMAND\n/) as string });
    expect(piped('env', '--data', join(scratch, 'none'))).toMatchObject({
      code: 1,
      err: `quaymaster: nothing has started with ${join(scratch, 'none')} yet: quaymaster start\n`,
    });
  }, 60_000);
});

describe('quaymaster env', () => {
  it('says for each shell what AWS and OpenStack clients need', async () => {
    const at = await here();
    const sh = await at.quaymaster('env', '--profile', 'alice');
    const fishes = await at.quaymaster('env', '--shell', 'fish');
    const power = await at.quaymaster('env', '--shell', 'powershell');
    await at.close();
    const print = 'echo "$AWS_REGION $AWS_PROFILE $OS_ENDPOINT"';
    const env = { AWS_PROFILE: 'work', AWS_ACCESS_KEY_ID: 'AKIA' };

    const told = spawnSync('sh', ['-c', `${sh.out}\n${print} "$AWS_ACCESS_KEY_ID"`], { encoding: 'utf8', env }).stdout;

    expect(told).toMatch(/^us-east-1 alice http:\/\/127\.0\.0\.1:\d+\/v1\/000000000000 \n$/);
    expect(fishes.out).toMatch(/^set -e AWS_ACCESS_KEY_ID\n[^]*\nset -gx AWS_REGION 'us-east-1'\n/);
    expect(power.out).toContain("\n$Env:AWS_REGION = 'us-east-1'\n");
  });
});
