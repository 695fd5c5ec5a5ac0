import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { commandsOf, type Provisioning } from '../../../functions/ports/provisioner.ts';

const shim = join(import.meta.dirname, 'aws.mjs');

/** Where the commands of a deployment run; a name that is no plain file name goes nowhere. */
export function folderOf(root: string, { id, target }: Provisioning): string {
  const plain = (name: string) => name.replace(/[^A-Za-z0-9-]/g, '_');
  return join(root, plain(target.id), plain(id));
}

/** Makes the folder whole or not at all, and forgets those of earlier deployments of the same target. */
export async function makeFolder(folder: string, work: Provisioning): Promise<void> {
  const unfinished = `${folder}.new`;
  await rm(dirname(folder), { recursive: true, force: true });
  await write(join(unfinished, 'work'), await work.files());
  const commands = commandsOf(work).map((text, at) => ({ path: `${at + 1}.sh`, body: Buffer.from(`${text}\n`) }));
  await write(join(unfinished, 'commands'), commands);
  await write(join(unfinished, 'work'), [inputsOf(work)]);
  await write(join(unfinished, 'bin'), [{ path: 'aws', body: Buffer.from(aws()) }]);
  await chmod(join(unfinished, 'bin/aws'), 0o755);
  await rename(unfinished, folder);
}

/** HCL has the name that Terraform reads by itself. */
function inputsOf({ inputs, manifest }: Provisioning): { path: string; body: Uint8Array } {
  const path = manifest?.input_type === 'HCL' ? 'proton.auto.tfvars.json' : 'proton-inputs.json';
  return { path, body: Buffer.from(JSON.stringify(inputs, null, 2)) };
}

const aws = (): string =>
  `#!/bin/sh\nexec '${process.execPath.replaceAll("'", "'\\''")}' '${shim.replaceAll("'", "'\\''")}' "$@"\n`;

async function write(folder: string, files: { path: string; body: Uint8Array }[]): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const { path, body } of files) {
    const file = resolve(folder, path);
    if (!file.startsWith(folder + sep)) throw new Error(`${path} is outside of the folder it is for`);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, body);
  }
}
