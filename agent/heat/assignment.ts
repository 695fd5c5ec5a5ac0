import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Assignment } from '../command-folder.ts';
import type { Entry } from '../journal.ts';
import { giveAway, workFolder, writeOwned } from '../script.ts';
import type { Surroundings } from '../surroundings.ts';
import { type HeatConfig, inputOf, scriptOf, textOf } from './config.ts';

/** As much of an output as fits into a signal, in characters. */
const kept = { stdout: 200_000, stderr: 100_000 };

/**
 * A config's script with its inputs as environment; it leaves outputs in files `$heat_outputs_path.NAME`. Throws where no hook of ours can run it.
 * Source: heat-agents, heat-config-script/install.d/hook-script.py
 */
export function heatAssignment({ payload, timeoutSeconds }: Entry, folder: string, around: Surroundings): Assignment {
  const config = payload as unknown as HeatConfig;
  const script = scriptOf(config);
  if (script === undefined) throw new Error(`this agent has no hook for the group ${textOf(config.group)}`);
  const work = workFolder(folder, around);
  const outputs = join(work, 'outputs');
  mkdirSync(outputs, { mode: 0o700 });
  giveAway(outputs, around);
  const file = join(work, 'script.sh');
  writeOwned(file, script, around);
  const inputs = (config.inputs ?? []).filter(({ name }) => /^[^=\0]+$/.test(name));
  return {
    argv: ['/bin/sh', '-c', file],
    cwd: work,
    env: {
      ...around.environment,
      ...Object.fromEntries(inputs.map(({ name, value }) => [name, textOf(value).replaceAll('\0', '')])),
      heat_outputs_path: join(outputs, 'out'),
    },
    timeoutSeconds,
    secrets: [inputOf(config, 'deploy_password')].filter((secret) => secret !== ''),
    outputs,
    kept,
    ...around.user,
  };
}
