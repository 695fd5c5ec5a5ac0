import type { Ports } from '../../ports/ports.ts';
import { type HeatAnswer, type HeatCall, param } from '../call.ts';
import { configOf, contentOf, shownConfig } from './record.ts';

/** GET /software_configs/{config_id}. Throws NotFound. */
export async function showSoftwareConfig(call: HeatCall, ports: Pick<Ports, 'store' | 'objects'>): Promise<HeatAnswer> {
  const { value: record } = await configOf(ports.store, call.project, param(call, 'config_id'));
  return { body: { software_config: shownConfig(record, await contentOf(record, ports), call.settings) } };
}
