import type { Ports } from '../../ports/ports.ts';
import type { Write } from '../../ports/store.ts';
import { deployUserRemoval } from '../identity/deploy-users.ts';
import { unlinkWrites } from '../object-store/signal-object.ts';
import { configRemoval, findConfig, useKey } from '../software-configs/record.ts';
import type { Kept } from '../kept.ts';
import type { DeploymentRecord } from './record.ts';

/** What a deployment lets go of with its config: the note of its use, the config itself and its user where those were made for it, and its link to an object. */
export interface Release {
  writes: Write[];
  /** What may be removed when that is written. */
  content?: Kept;
}

/** Lets go of a deployment's present config. */
export async function releaseOf(deployment: DeploymentRecord, { store }: Pick<Ports, 'store'>): Promise<Release> {
  const { id, configId, derivedFrom } = deployment;
  const use = await store.get(useKey(configId, id));
  const writes: Write[] = [
    ...(use ? [{ remove: useKey(configId, id), expect: use.version }] : []),
    ...(await unlinkWrites(store, deployment)),
    ...(derivedFrom === undefined ? [] : await deployUserRemoval(store, id)),
  ];
  const derived = derivedFrom === undefined ? undefined : await findConfig(store, configId);
  if (!derived) return { writes };
  return { writes: [...writes, ...configRemoval(derived)], content: derived.value.content };
}
