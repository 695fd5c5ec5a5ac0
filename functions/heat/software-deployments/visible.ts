import { allRecords } from '../../ports/every-record.ts';
import type { Store } from '../../ports/store.ts';
import {
  deploymentKey,
  type DeploymentRecord,
  projectPartition,
  serverPartition,
  type Visit,
  visitorPartition,
} from './record.ts';

/** What a project sees, oldest first: its own deployments and those shown to it; with `server`, those to that server. */
export async function visibleDeployments(store: Store, project: string, server?: string): Promise<DeploymentRecord[]> {
  const own =
    server === undefined
      ? await allRecords<DeploymentRecord>(store, {
          index: 'listing',
          partition: projectPartition(project),
          limit: 1000,
        })
      : await allRecords<DeploymentRecord>(store, {
          index: 'parent',
          partition: serverPartition(project, server),
          limit: 1000,
        });
  const visits = await allRecords<Visit>(store, { partition: visitorPartition(project), limit: 1000 });
  const records = own.map(({ value }) => value);
  if (visits.length === 0) return records;
  const shown = await Promise.all(visits.map(({ value }) => store.get<DeploymentRecord>(deploymentKey(value.id))));
  const others = shown.flatMap((found) =>
    found && (server ?? found.value.server) === found.value.server ? [found.value] : [],
  );
  return [...records, ...others].sort((a, b) => (a.order < b.order ? -1 : 1));
}
