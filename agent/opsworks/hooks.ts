import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { DeployFailure } from './order.ts';
import { type Place, runProgram, say } from './run-program.ts';

/** The moments at which an app may do something of its own. */
const moments = [
  ...['build', 'before_migrate', 'migrate', 'before_symlink', 'before_restart', 'restart', 'after_restart'],
  ...['start', 'stop', 'setup', 'configure', 'undeploy', 'shutdown'],
] as const;
export type Moment = (typeof moments)[number];

/** What a version of an app does at each moment: shell commands, one after the other. */
export type Hooks = (moment: Moment, place: Place) => Promise<boolean>;

/**
 * The hooks of a version: `quaymaster.yml` first (`hooks: {restart: systemctl restart shop}`), else an executable file `deploy/MOMENT`. The answer is
 * false where there is neither. Throws DeployFailure where one fails, or is a hook for Chef.
 */
export function hooksOf(release: string): Hooks {
  const written = hooksIn(join(release, 'quaymaster.yml'));
  return async (moment, place) => {
    const commands = written[moment] ?? fileFor(release, moment);
    for (const command of commands) {
      say(`${moment}: ${command}`);
      await runProgram(['/bin/sh', '-c', command], { ...place, cwd: release });
    }
    return commands.length > 0;
  };
}

function hooksIn(file: string): Partial<Record<Moment, string[]>> {
  if (!existsSync(file)) return {};
  const document = parsed(file);
  const hooks = isMap(document) ? (document.hooks ?? {}) : document;
  if (!isMap(hooks)) throw new DeployFailure('quaymaster.yml: hooks must be a map of moments');
  const unknown = Object.keys(hooks).find((name) => !moments.some((moment) => moment === name));
  if (unknown !== undefined)
    throw new DeployFailure(`quaymaster.yml: there is no hook ${unknown}; there are ${moments.join(', ')}`);
  return Object.fromEntries(Object.entries(hooks).map(([moment, value]) => [moment, commandsIn(moment, value)]));
}

function parsed(file: string): unknown {
  try {
    return load(readFileSync(file, 'utf8')) ?? {};
  } catch (error) {
    throw new DeployFailure(`quaymaster.yml: ${(error as Error).message}`);
  }
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function commandsIn(moment: string, value: unknown): string[] {
  const commands: unknown[] = Array.isArray(value) ? value : [value];
  if (!commands.every((command) => typeof command === 'string'))
    throw new DeployFailure(`quaymaster.yml: ${moment} must be a command or a list of commands`);
  return commands;
}

function fileFor(release: string, moment: Moment): string[] {
  const file = `deploy/${moment}`;
  if (isExecutable(join(release, file))) return [`./${file}`];
  if (existsSync(join(release, file))) throw new DeployFailure(`${file} is not executable`, 126);
  if (existsSync(join(release, `${file}.rb`)))
    throw new DeployFailure(
      `${file}.rb is a hook for Chef, which this agent does not run: make it an executable file ${file}`,
    );
  return [];
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
