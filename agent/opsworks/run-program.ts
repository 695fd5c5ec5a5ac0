import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { DeployFailure } from './order.ts';

/** Where a program runs. */
export interface Place {
  cwd: string;
  env: Record<string, string>;
}

/** A line of the command's log. */
export const say = (line: string): void => console.log(`== ${line}`);

/** Runs a program whose output is the command's own. Throws DeployFailure where it is not there or does not succeed. */
export async function runProgram([program = '', ...args]: string[], { cwd, env }: Place): Promise<void> {
  const code = await exitCodeOf([program, ...args], { cwd, env });
  if (code !== 0) throw new DeployFailure(`${program} ended with exit code ${code}`, code);
}

/** The same, for a program that may fail; -1 for one that a signal ended. */
export async function exitCodeOf([program = '', ...args]: string[], { cwd, env }: Place): Promise<number> {
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = (await once(child, 'exit').catch((error: NodeJS.ErrnoException) => {
    throw new DeployFailure(error.code === 'ENOENT' ? `${program} is not installed` : error.message, 127);
  })) as [number | null];
  return code ?? -1;
}
