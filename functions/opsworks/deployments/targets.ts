import type { Ports } from '../../ports/ports.ts';
import { invalid, resourceNotFound } from '../errors.ts';
import type { InstanceRecord } from '../instances/record.ts';
import { look, type SeenInstance } from '../instances/view.ts';
import { allWithin } from '../stacks/within.ts';
import type { Target } from './record.ts';

type Needs = Pick<Ports, 'store' | 'clock' | 'ids'>;

/** Which instances of a stack a caller wants; neither: all. */
export interface Wanted {
  instanceIds?: string[] | undefined;
  layerIds?: string[] | undefined;
  /** Whether an instance whose setup failed may be among them, where it is named. */
  isSetup: boolean;
}

/** Who is online in a stack, each with the id of the command it is to get. */
export async function onlineTargets(stackId: string, ports: Needs): Promise<Target[]> {
  return (await seen(stackId, ports)).filter(({ status }) => status === 'online').map(targetOf(ports));
}

/**
 * The instances that a deployment runs on: of those that are named by id or layer, or of all, the ones that are online.
 * Throws ResourceNotFoundException, ValidationException where none is.
 */
export async function targetsOf(
  stackId: string,
  { instanceIds, layerIds, isSetup }: Wanted,
  ports: Needs,
): Promise<Target[]> {
  const [instances, layers] = await Promise.all([
    seen(stackId, ports),
    layerIds?.length ? allWithin(ports.store, 'layer', stackId) : [],
  ]);
  refuseUnknown('layer', layerIds, new Set(layers.map(({ value }) => value.id)));
  refuseUnknown('instance', instanceIds, new Set(instances.map(({ instance }) => instance.id)));
  const byId = new Set(instanceIds);
  const isAll = !instanceIds?.length && !layerIds?.length;
  const running = instances.filter(({ instance, status }) => {
    if (status === 'setup_failed' && isSetup) return byId.has(instance.id);
    return (
      status === 'online' && (isAll || byId.has(instance.id) || instance.layerIds.some((id) => layerIds?.includes(id)))
    );
  });
  if (running.length === 0) throw invalid('Please provide at least an instance ID of one running instance');
  return running.map(targetOf(ports));
}

async function seen(stackId: string, ports: Needs): Promise<SeenInstance[]> {
  const instances = await allWithin<InstanceRecord>(ports.store, 'instance', stackId);
  return Promise.all(instances.map(({ value }) => look(value, ports)));
}

const targetOf =
  ({ ids }: Pick<Ports, 'ids'>) =>
  ({ instance }: SeenInstance): Target => ({ instanceId: instance.id, commandId: ids.uuid() });

function refuseUnknown(kind: 'layer' | 'instance', ids: string[] | undefined, known: Set<string>): void {
  const unknown = (ids ?? []).filter((id) => !known.has(id));
  if (unknown.length > 0) throw resourceNotFound(kind, ...unknown);
}
