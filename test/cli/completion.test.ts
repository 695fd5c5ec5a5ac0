import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { bash } from '../../cli/completion/bash.ts';
import { fish } from '../../cli/completion/fish.ts';
import { placesOf } from '../../cli/completion/words.ts';
import { zsh } from '../../cli/completion/zsh.ts';
import { program } from '../../cli/program.ts';
import { done } from './here.ts';

const places = placesOf(program());
const home = mkdtempSync(join(tmpdir(), 'completion-'));
const env = { PATH: process.env.PATH ?? '', HOME: home, ZDOTDIR: home, TERM: 'xterm', LC_ALL: 'C.UTF-8' };

const isHere = (shell: string): boolean => spawnSync(shell, ['--version']).status === 0;
const where = (shell: string): string => (isHere(shell) ? '' : ` (skipped: ${shell} is not there)`);

/** What bash offers after these words. */
function offered(...line: string[]): string[] {
  const script = `${bash(places)}
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _quaymaster; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = spawnSync('bash', ['-c', script, 'bash', ...line], { encoding: 'utf8' });
  return stdout.split('\n').filter(Boolean);
}

describe('quaymaster completion', () => {
  it('offers commands, options and what they may be', () => {
    expect(offered('quaymaster', 'ex')).toEqual(['executions']);
    expect(offered('quaymaster', 'executions', 's')).toEqual(['start', 'show', 'stop', 'signal']);
    expect(offered('quaymaster', 'proton', 'deployments', 'sh')).toEqual(['show']);
    expect(offered('quaymaster', 'executions', 'signal', 'ID', 'St')).toEqual(['StartStep', 'StopStep']);
    expect(offered('quaymaster', 'start', '--log-level', '')).toEqual(['debug', 'info', 'warn', 'error']);
    expect(offered('quaymaster', 'start', '--tls')).toEqual(['--tls-cert', '--tls-key']);
    expect(offered('quaymaster', 'run', 'examples/hel')).toEqual(['examples/hello.yaml']);
  });

  it('evaluates nothing that was typed', () => {
    expect(offered('quaymaster', 'run', '$(echo examples/hello.yaml)')).toEqual([]);
    expect(offered('quaymaster', '`echo start`', 's')).toContain('start');
  });

  it('has a script for each shell, without a word that breaks it', async () => {
    expect((await done('completion', 'bash')).out).toBe(`${bash(places)}\n`);
    expect((await done('completion', 'zsh')).out).toBe(`${zsh(places)}\n`);
    expect((await done('completion', 'fish')).out).toBe(`${fish(places)}\n`);
    expect(spawnSync('bash', ['-n'], { input: bash(places), encoding: 'utf8' }).stderr).toBe('');
    await expect(async () => done('completion', 'tcsh')).rejects.toThrow('Allowed choices are bash, zsh, fish');
  });
});

/** What fish offers after a line, each with what it is for. */
function fishOffers(line: string): string[] {
  const script = join(home, 'quaymaster.fish');
  writeFileSync(script, fish(places));
  const words = ['--no-config', '-c', 'source $argv[1]; complete -C $argv[2]', script, line];
  const { stdout, stderr } = spawnSync('fish', words, { encoding: 'utf8', env });
  expect(stderr).toBe('');
  return stdout.split('\n').filter(Boolean);
}

(isHere('fish') ? describe : describe.skip)(`in fish${where('fish')}`, () => {
  it('offers commands with what they are for', () => {
    expect(fishOffers('quaymaster ex')).toEqual([
      'executions\tautomation executions: start, list, show, watch, stop, signal',
    ]);
    expect(fishOffers('quaymaster proton deployments sh')).toEqual(['show\twhat it was to make, and why it failed']);
    expect(fishOffers('quaymaster executions s').map((one) => one.split('\t', 1)[0])).toEqual([
      'show',
      'signal',
      'start',
      'stop',
    ]);
  });

  it('offers options, what they may be, and files where they go', () => {
    expect(fishOffers('quaymaster start --tls')).toEqual([
      '--tls-cert\tcertificate chain, PEM',
      '--tls-key\tits private key, PEM',
    ]);
    expect(fishOffers('quaymaster executions stop ID --type ').map((one) => one.split('\t', 1)[0])).toEqual([
      'Cancel',
      'Complete',
    ]);
    expect(fishOffers('quaymaster executions signal ID St')).toEqual(['StartStep', 'StopStep']);
    expect(fishOffers('quaymaster run examples/hel')).toEqual(['examples/hello.yaml']);
    expect(fishOffers('quaymaster start --tls-cert examples/hel')).toEqual(['examples/hello.yaml']);
    expect(fishOffers('quaymaster principal delete examples/hel')).toEqual([]);
  });

  it('evaluates nothing that was typed', () => {
    expect(fishOffers("quaymaster '(touch pwned)' ex")).toEqual([
      'executions\tautomation executions: start, list, show, watch, stop, signal',
    ]);
  });
});

/** What somebody sees who types a line in zsh and presses Tab twice, until a text stands there. */
function zshShows(line: string, until: string): string {
  writeFileSync(join(home, 'quaymaster.zsh'), zsh(places));
  writeFileSync(
    join(home, '.zshrc'),
    "autoload -Uz compinit && compinit -u -D\nsource $HOME/quaymaster.zsh\nsetopt no_auto_menu no_beep\nPROMPT='READY> '\n",
  );
  const answers = JSON.stringify([
    ['READY> ', `${line}\t\t`],
    [until, '\u0015exit\r'],
  ]);
  const words = [join(import.meta.dirname, 'in-a-terminal.py'), answers, 'zsh', '--no-globalrcs', '-i'];
  return stripVTControlCharacters(spawnSync('python3', words, { encoding: 'utf8', env }).stdout);
}

(isHere('zsh') ? describe : describe.skip)(`in zsh${where('zsh')}`, () => {
  it('offers commands with what they are for', () => {
    const shown = zshShows('quaymaster executions s', 'stop ');

    expect(shown).toContain('show    -- where it stands, step by step');
    expect(shown).toContain('signal  -- sends a signal to it');
    expect(shown).not.toContain('watch');
  }, 60_000);

  it('completes what can be nothing else, a file too', () => {
    expect(zshShows('quaymaster ex', 'executions')).toContain('executions ');
    expect(zshShows('quaymaster run examples/hel', 'hello.yaml')).toContain('examples/hello.yaml');
  }, 60_000);

  it('offers options and what they may be', () => {
    expect(zshShows('quaymaster start --tls', '--tls-key ')).toContain('--tls-cert  -- certificate chain, PEM');
    expect(zshShows('quaymaster executions stop ID --type ', 'Complete')).toMatch(/Cancel +Complete/);
  }, 60_000);
});
