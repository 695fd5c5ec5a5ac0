import { posix } from 'node:path';
import type { Revision } from '@aws-sdk/client-proton';
import { pathInside, revisionOf } from '../repository-syncs/config.ts';
import type { OpsInstance } from './ops-file.ts';
import type { ServiceSyncRecord } from './record.ts';

/** The branch that an instance's spec is on. */
export const branchOfInstance = (config: ServiceSyncRecord, { branch }: Pick<OpsInstance, 'branch'>) => ({
  ...config,
  branch,
});

/** The folder that a file is in. */
export const folderOf = (path: string): string => posix.dirname(pathInside(path, 'path'));

/** The commit that an instance should be at, as far as the ops file names it. */
export function desiredRevision(config: ServiceSyncRecord, name: string): Revision | undefined {
  const instance = config.instances?.find((one) => one.name === name);
  const sha = instance && config.heads?.[instance.branch];
  return instance && sha !== undefined
    ? revisionOf(branchOfInstance(config, instance), sha, folderOf(instance.spec))
    : undefined;
}
