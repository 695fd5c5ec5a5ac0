import { pagesOf } from '../../ports/every-record.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Query, Store, Stored } from '../../ports/store.ts';
import type { HeatAnswer, HeatCall } from '../call.ts';
import { badRequest, forbidden } from '../errors.ts';
import { type ConfigSummary, findConfig, listPartition, shownSummary } from './record.ts';

/** GET /software_configs, newest first. Nobody may see all projects at once, as in Heat's default policy. Throws HTTPBadRequest, Forbidden. */
export async function listSoftwareConfigs(
  { project, query, settings, identity }: HeatCall,
  { store }: Pick<Ports, 'store'>,
): Promise<HeatAnswer> {
  if (isYes(query.get('global_tenant'))) throw forbidden('software_configs:global_index');
  const limit = limitIn(query.get('limit'));
  const found = await summaries(store, { project, limit, marker: query.get('marker') });
  const isAdmin = identity?.rolesIn(project).has('admin') ?? false;
  return {
    body: {
      software_configs: found.map(({ value }) => ({ ...shownSummary(value, settings), ...(isAdmin && { project }) })),
    },
  };
}

/** Source: oslo_utils.strutils.bool_from_string */
const isYes = (text: string | null): boolean =>
  ['1', 't', 'true', 'on', 'y', 'yes'].includes((text ?? '').toLowerCase());

function limitIn(text: string | null): number {
  if (text === null) return Infinity;
  if (!/^\s*[+-]?\d+\s*$/.test(text)) throw badRequest("Only integer is acceptable by 'limit'.");
  const limit = Number(text);
  if (limit < 0) throw badRequest(`Value '${limit}' is invalid for 'limit' which only accepts non-negative integer.`);
  return limit;
}

interface Wanted {
  project: string;
  limit: number;
  marker: string | null;
}

async function summaries(store: Store, { project, limit, marker }: Wanted): Promise<Stored<ConfigSummary>[]> {
  const found: Stored<ConfigSummary>[] = [];
  const below = await orderOfMarker(store, project, marker);
  const query: Query = {
    partition: listPartition(project),
    descending: true,
    ...(below !== undefined && { to: below }),
  };
  for await (const items of pagesOf<ConfigSummary>(store, { ...query, limit: 1000 })) {
    found.push(...items.filter(({ sort }) => sort !== below));
    if (found.length >= limit) break;
  }
  return found.slice(0, limit);
}

/** An unknown marker is none. */
async function orderOfMarker(store: Store, project: string, marker: string | null): Promise<string | undefined> {
  const config = marker ? await findConfig(store, marker) : undefined;
  return config?.value.project === project ? config.value.order : undefined;
}
