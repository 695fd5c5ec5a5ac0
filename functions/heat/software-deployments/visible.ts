import type { Store, Stored } from '../../ports/store.ts';
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
      ? await all<DeploymentRecord>(store, { index: 'listing', partition: projectPartition(project) })
      : await all<DeploymentRecord>(store, { index: 'parent', partition: serverPartition(project, server) });
  const visits = await all<Visit>(store, { partition: visitorPartition(project) });
  const records = own.map(({ value }) => value);
  if (visits.length === 0) return records;
  const shown = await Promise.all(visits.map(({ value }) => store.get<DeploymentRecord>(deploymentKey(value.id))));
  const others = shown.flatMap((found) =>
    found && (server ?? found.value.server) === found.value.server ? [found.value] : [],
  );
  return [...records, ...others].sort((a, b) => (a.order < b.order ? -1 : 1));
}

async function all<Value>(
  store: Store,
  query: { partition: string; index?: 'listing' | 'parent' },
): Promise<Stored<Value>[]> {
  const items: Stored<Value>[] = [];
  let after: string | undefined;
  do {
    const page = await store.list<Value>({ ...query, limit: 1000, ...(after !== undefined && { after }) });
    items.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return items;
}
