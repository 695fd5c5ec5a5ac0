import { extname, join } from 'node:path';
import type { Assignment } from '../command-folder.ts';
import type { Entry } from '../journal.ts';
import { workFolder } from '../script.ts';
import type { Surroundings } from '../surroundings.ts';
import { type OpsworksOrder, secretsOf } from './order.ts';

const program = join(import.meta.dirname, `main${extname(import.meta.filename)}`);

/** An OpsWorks command is a program of ours, which gets its order, secrets included, on its standard input. */
export function opsworksAssignment(
  { payload, timeoutSeconds }: Entry,
  folder: string,
  around: Surroundings,
): Assignment {
  const order = payload as unknown as OpsworksOrder;
  return {
    argv: [process.execPath, program],
    cwd: workFolder(folder, around),
    env: around.environment,
    input: JSON.stringify({ order, root: around.root }),
    timeoutSeconds,
    secrets: secretsOf(order),
    ...around.user,
  };
}
