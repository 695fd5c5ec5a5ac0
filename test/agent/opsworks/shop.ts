import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { App, OpsworksOrder } from '../../../agent/opsworks/order.ts';

/** An app in a Git repository, and a machine it is deployed to. */
export interface Shop {
  folder: string;
  /** Commits files; those below deploy/ are executable. Answers with the commit. */
  commit(files: Record<string, string>): string;
  /** Runs a command of OpsWorks here, as the agent does. */
  run(name: string, more?: Partial<OpsworksOrder>, app?: Partial<App>): Promise<{ code: number | null; log: string }>;
  /** A file of the version in use. */
  current(file: string): string | undefined;
  releases(): string[];
  path(name: string): string;
  close(): void;
}

const main = join(import.meta.dirname, '../../../agent/opsworks/main.ts');

/** Opens it. */
export function openShop(): Shop {
  const folder = mkdtempSync(join(tmpdir(), 'shop-'));
  const repository = join(folder, 'repository');
  const root = join(folder, 'srv');
  mkdirSync(repository);
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', repository, '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
      encoding: 'utf8',
    });
  git('init', '--quiet', '-b', 'main');
  const path = (name: string) => join(root, 'shop', name);
  let count = 0;
  return {
    folder,
    commit: (files) => {
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(dirname(join(repository, name)), { recursive: true });
        writeFileSync(join(repository, name), text, { mode: name.startsWith('deploy/') ? 0o755 : 0o644 });
      }
      git('add', '-A');
      git('commit', '--quiet', '--allow-empty', '-m', 'next');
      return git('rev-parse', 'HEAD').trim();
    },
    run: async (name, more = {}, app = {}) => {
      const work = join(folder, `work-${count++}`);
      mkdirSync(work);
      const source = { type: 'git', url: `file://${repository}`, revision: 'main' };
      const shop: App = {
        shortname: 'shop',
        name: 'Shop',
        type: 'other',
        source,
        environment: [],
        attributes: {},
        domains: [],
        ...app,
      };
      const order: OpsworksOrder = {
        command: { name, args: {} },
        deploymentId: 'd1',
        stack: { id: 's1', name: 'stack', region: 'us-east-1' },
        instance: { id: 'i1', hostname: 'web1' },
        layers: ['web'],
        apps: [shop],
        recipes: [],
        json: {},
        ...more,
      };
      const env = { PATH: process.env.PATH, HOME: folder };
      const child = spawn(process.execPath, [main], { cwd: work, env });
      let log = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk: Buffer) => (log += chunk.toString()));
      child.stdin.end(JSON.stringify({ order, root }));
      const [code] = (await once(child, 'close')) as [number | null];
      return { code, log };
    },
    current: (file) =>
      existsSync(path(`current/${file}`)) ? readFileSync(path(`current/${file}`), 'utf8') : undefined,
    releases: () =>
      existsSync(path('releases')) ? readdirSync(path('releases')).filter((name) => !name.startsWith('.')) : [],
    path,
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
