import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { killDescendants } from '../../../local/scripts/process-tree.ts';

const suite = existsSync('/proc/self/stat') ? describe : describe.skip;

suite('killDescendants', () => {
  it('kills children, also those of other sessions, but not the root', async () => {
    // Each sleeper holds the output open; the shell itself waits for a line of input.
    const shell = spawn('sh', ['-c', 'sleep 900 & setsid sleep 901 & echo ready; exec >&-; read line; exit 7'], {
      detached: true,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    await once(shell.stdout, 'data');
    const drained = once(shell.stdout.resume(), 'end');
    const ended = once(shell, 'exit');

    killDescendants(shell.pid ?? 0);
    shell.stdin.end('\n');
    await drained;

    expect(await ended).toEqual([7, null]);
  });

  it('does nothing where there is no such process', () => {
    expect(() => killDescendants(2 ** 30)).not.toThrow();
  });
});
