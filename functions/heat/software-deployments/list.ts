import type { Ports } from '../../ports/ports.ts';
import type { HeatAnswer, HeatCall } from '../call.ts';
import { shownDeployment } from './record.ts';
import { visibleDeployments } from './visible.ts';

/** GET /software_deployments, oldest first; `server_id` is the only filter, and there are no pages. */
export async function listSoftwareDeployments(
  { project, query, settings }: HeatCall,
  ports: Pick<Ports, 'store' | 'objects'>,
): Promise<HeatAnswer> {
  const records = await visibleDeployments(ports.store, project, query.get('server_id') || undefined);
  const shown = await Promise.all(records.map((record) => shownDeployment(record, ports, settings)));
  return { body: { software_deployments: shown } };
}
