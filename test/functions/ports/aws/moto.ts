import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, reachable } from './local-server.ts';

const isHere = spawnSync('moto_server', ['--help']).status === 0;

/** A `describe` that is skipped, and says so, where there is no moto_server. */
export const withMoto = (name: string, tests: () => void): void =>
  isHere ? describe(name, tests) : describe.skip(`${name} (skipped: no moto_server here)`, tests);

/** moto, an AWS in one process; `config` leads any client of the SDK there. */
export interface Moto {
  config: { region: string; endpoint: string; credentials: { accessKeyId: string; secretAccessKey: string } };
  stop(): void;
}

/** Starts it on a free port. */
export async function startMoto(): Promise<Moto> {
  const folder = mkdtempSync(join(tmpdir(), 'moto-'));
  const port = await freePort();
  const args = ['-H', '127.0.0.1', '-p', String(port)];
  const moto: ChildProcess = spawn('moto_server', args, { cwd: folder, stdio: 'ignore', detached: true });
  await reachable(port);
  const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' };
  return {
    config: { region: 'us-east-1', endpoint: `http://127.0.0.1:${port}`, credentials },
    stop: () => {
      if (moto.pid) process.kill(-moto.pid, 'SIGKILL');
      rmSync(folder, { recursive: true });
    },
  };
}
