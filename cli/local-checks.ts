import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { profileIn, textOf } from '../local/credentials-file.ts';
import { dataPaths, isOpenToOthers } from '../local/data-folder.ts';
import { published } from './boot.ts';
import { agentsCheck } from './agents-check.ts';
import { answersCheck, clockCheck, signedCheck } from './checks.ts';
import { clientOf, isHealthy } from './client.ts';
import { type Arguments, textOption } from './command.ts';
import { environmentCheck } from './environment-check.ts';
import { type Check, Trouble } from './examine.ts';

const leastNode = [24, 9] as const;

/** What the embedded program needs of this machine, and how its server is where one runs. */
export function localChecks(given: Arguments): Check[] {
  const data = textOption(given, 'data') ?? '.quaymaster';
  const port = Number(textOption(given, 'port') ?? '4500');
  const profile = textOption(given, 'profile') ?? 'default';
  return [
    nodeCheck(process.versions.node),
    programCheck('python3', 'scripts of runbooks in Python need it'),
    programCheck('git', 'pull requests to local repositories need it'),
    folderCheck(data),
    diskCheck(data),
    portCheck(data, port),
    ...serverChecks(data, profile),
  ];
}

/** Whether Node.js is new enough, `24.9.0` or newer. */
export const nodeCheck = (version: string): Check => ({
  name: 'node',
  look: () => {
    const [major = 0, minor = 0] = version.split('.').map(Number);
    if (major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1])) return version;
    throw new Trouble(
      `${version} is too old`,
      'Run npm ci, which brings the right one along, or install 24.9 or newer.',
    );
  },
});

/** Whether a program can be called; without it only something small does not go. */
export const programCheck = (name: string, use: string): Check => ({
  name,
  look: async () => {
    const said = await versionOf(name);
    if (said !== undefined) return said;
    throw new Trouble('is not on the PATH', `Install it if you want it: ${use}.`, true);
  },
});

const versionOf = (name: string): Promise<string | undefined> =>
  new Promise((resolve) => {
    execFile(name, ['--version'], { timeout: 10_000 }, (error, stdout) => resolve(error ? undefined : stdout.trim()));
  });

function folderCheck(data: string): Check {
  const { path } = dataPaths(data);
  return {
    name: 'data folder',
    look: () => {
      if (!existsSync(path)) return `${path} will be made at the first start`;
      if (!isWritable(path))
        throw new Trouble(`${path} cannot be written`, `chown -R "$USER" ${path}, or take another folder by --data.`);
      if (isOpenToOthers({ path }))
        throw new Trouble(`others may look into ${path}, where secrets are`, `chmod -R go= ${path}`, true);
      return path;
    },
  };
}

const leastSpace = 100_000_000;

/** A full disk stops the server: nothing counts before it is written. */
export const diskCheck = (data: string, space: (path: string) => number = freeSpace): Check => ({
  name: 'disk',
  look: () => {
    const { path } = dataPaths(data);
    const free = space(existing(path));
    const told = `${Math.floor(free / 1e6).toLocaleString('en')} MB free`;
    if (free >= leastSpace) return told;
    throw new Trouble(`${told} for ${path}`, 'Make room, or take another disk by --data.');
  },
});

function freeSpace(path: string): number {
  const { bavail, bsize } = statfsSync(path);
  return bavail * bsize;
}

/** The folder, or what is there on the way to it. */
const existing = (path: string): string => (existsSync(path) ? path : existing(dirname(path)));

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Where the folder's program was last, as far as whoever asks may know. */
const lastStart = (data: string) => (isWritable(dataPaths(data).path) ? published(data) : undefined);

/** A port that is taken is fine where it is our own server that has it. */
function portCheck(data: string, port: number): Check {
  return {
    name: 'port',
    look: async () => {
      const running = lastStart(data)?.url;
      if (running && (await isHealthy(running))) return `the server of this folder runs at ${running}`;
      if (await isFree(port)) return `${port} is free`;
      throw new Trouble(
        `${port} is taken by another program`,
        'Take another: quaymaster start --port 0 finds a free one.',
      );
    },
  };
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

/** The server that the folder tells of, where it ran at least once. */
function serverChecks(data: string, profile: string): Check[] {
  const last = lastStart(data);
  if (!last) return [];
  const { credentials } = dataPaths(data);
  const keysOf = () => profileIn(textOf(credentials), profile);
  const agents: Check = {
    name: 'agents',
    look: async () => {
      const keys = keysOf();
      return keys ? agentsCheck(clientOf({ ...last, keys })).look() : 'nobody to ask as';
    },
  };
  return [
    environmentCheck(data, last.url),
    answersCheck(last.url, 'Nothing runs with this folder now: quaymaster start', true),
    clockCheck(last.url),
    {
      name: 'credentials',
      look: async () => {
        const keys = keysOf();
        if (!keys)
          throw new Trouble(`${credentials} has no profile ${profile}`, 'Name another by --profile or AWS_PROFILE.');
        const { look } = signedCheck(clientOf({ ...last, keys }), profile);
        return look();
      },
    },
    agents,
  ];
}
