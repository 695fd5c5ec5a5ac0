import { existsSync, readdirSync } from 'node:fs';
import type { Workplace } from './deploy.ts';
import { hooksOf, type Moment } from './hooks.ts';
import { appFolder, currentRelease } from './releases.ts';

/** Runs a moment's hooks of every app that is deployed here: what happens to the instance concerns them all. */
export async function runAppHooks(moment: Moment, { root, order, env }: Workplace): Promise<void> {
  const names = existsSync(root) ? readdirSync(root).filter((name) => !name.startsWith('.')) : [];
  for (const name of names) {
    const folder = appFolder(root, name);
    const release = currentRelease(folder);
    const about = {
      APP_NAME: name,
      RELEASE_PATH: release ?? '',
      SHARED_PATH: folder.shared,
      LAYERS: order.layers.join(','),
    };
    if (release) await hooksOf(release)(moment, { cwd: release, env: { ...env, ...about } });
  }
}
