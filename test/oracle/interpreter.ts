import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, reachable } from '../functions/ports/aws/local-server.ts';

/** A moto server with a Step Functions that runs what it is given, written independently of ours. */
export interface Interpreter {
  url: string;
  stop(): Promise<void>;
}

/** Starts it on a free port; the machines' calls of Lambda go to `lambdaUrl`. */
export async function startInterpreter(lambdaUrl: string): Promise<Interpreter> {
  const port = await freePort();
  const cwd = mkdtempSync(join(tmpdir(), 'interpreter-'));
  const script = join(import.meta.dirname, 'moto_interpreter.py');
  const env = { ...process.env, LAMBDA_ENDPOINT: lambdaUrl };
  const child = spawn('python3', [script, String(port)], { cwd, env, stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await reachable(port);
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
    rmSync(cwd, { recursive: true, force: true });
  };
  return { url: `http://127.0.0.1:${port}`, stop };
}
