import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, reachable } from '../../functions/ports/aws/local-server.ts';

const python = 'python3';

/** Why moto cannot run here; undefined when it can. */
export function missing(): string | undefined {
  const { status } = spawnSync(python, ['-c', 'import moto.server, flask']);
  return status === 0 ? undefined : 'the Python package moto, with its server, is not installed';
}

/** Starts moto's server on a free port: its address, and how to end it. */
export async function startMoto(): Promise<{ url: string; stop(): Promise<void> }> {
  const port = await freePort();
  // It writes files where it stands.
  const cwd = mkdtempSync(join(tmpdir(), 'moto-'));
  const child = spawn(python, ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)], { cwd, stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await reachable(port);
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
    rmSync(cwd, { recursive: true, force: true });
  };
  return { url: `http://127.0.0.1:${port}`, stop };
}
