import type { BlockerStatus, SyncBlocker } from '@aws-sdk/client-proton';

/** What keeps a service or an instance from being synced until somebody resolves it, as stored. Times are epoch milliseconds. */
export interface Blocker {
  id: string;
  status: BlockerStatus;
  createdAt: number;
  createdReason: string;
  resolvedAt?: number;
  resolvedReason?: string;
  contexts: { key: string; value: string }[];
}

/** So many are kept of each service and instance. */
const most = 10;

/** `SERVICE/UNIQUE` or `SERVICE/INSTANCE/UNIQUE`, so that an id says what it blocks. */
export const blockerId = (...names: string[]): string => names.join('/');

/** The service and the instance that an id says. */
export function namesIn(id: string): { serviceName: string; instanceName?: string } {
  const [serviceName = '', instanceName = '', unique] = id.split('/');
  return unique === undefined ? { serviceName } : { serviceName, instanceName };
}

export const isBlocked = ({ blockers = [] }: { blockers?: Blocker[] }): boolean =>
  blockers.some(({ status }) => status === 'ACTIVE');

/** With one more; what is blocked already stays as it is. */
export function blocked<Blocked extends { blockers?: Blocker[] }>(
  one: Blocked,
  { now, reason, ...blocker }: Pick<Blocker, 'id'> & { now: number; reason: string; contexts?: Blocker['contexts'] },
): Blocked {
  if (isBlocked(one)) return one;
  const added: Blocker = { contexts: [], ...blocker, status: 'ACTIVE', createdAt: now, createdReason: reason };
  return { ...one, blockers: [added, ...(one.blockers ?? [])].slice(0, most) };
}

/** What answers show of one. */
export const blockerView = ({ createdAt, resolvedAt, ...blocker }: Blocker): SyncBlocker => ({
  ...blocker,
  type: 'AUTOMATED',
  createdAt: new Date(createdAt),
  ...(resolvedAt !== undefined && { resolvedAt: new Date(resolvedAt) }),
});
