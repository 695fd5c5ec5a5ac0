import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { buildConsole, writeConsole } from '../console/build.ts';
import { bundle } from './bundle.ts';
import { bundledPackages, licencesText } from './licences.ts';

const root = join(import.meta.dirname, '..');
const out = join(root, 'packaging', 'dist');

/** Files that code reads or starts, each where the code that does looks for it. */
const files = ['local/provisioner/commands/aws.mjs', 'local/provisioner/commands/keeper.sh'];

/** What the agent starts as a program of its own, and the server as a thread. */
const programs = {
  'agent/supervisor.js': '../agent-supervisor.js',
  'agent/opsworks/main.js': '../../agent-opsworks-main.js',
  'local/http/http-thread.js': '../../local-http-thread.js',
};

async function named(folder: string, pattern: RegExp): Promise<string[]> {
  const names = await readdir(join(root, folder));
  return names.filter((name) => pattern.test(name)).map((name) => `${folder}/${name}`);
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(out, file)), { recursive: true });
  await writeFile(join(out, file), text);
}

/** Builds what an installed package runs: bundled code, and the files beside it. */
async function buildPackage(): Promise<void> {
  await rm(out, { recursive: true, force: true });
  const { inputs } = await bundle(out);
  const machines = await named('statemachines', /\.asl$/);
  const scripts = await named('functions/scripts', /\.(py|ps1)$/);
  for (const file of [...files, ...machines, ...scripts]) await cp(join(root, file), join(out, file));
  for (const [file, target] of Object.entries(programs)) await write(file, `import ${JSON.stringify(target)};\n`);
  await writeConsole(join(out, 'console/dist'));
  const page = (await buildConsole()).metafile;
  const packages = bundledPackages([...new Set([...Object.keys(inputs), ...Object.keys(page.inputs)])]);
  await writeFile(join(out, 'THIRD-PARTY-LICENSES'), licencesText(packages));
}

await buildPackage();
