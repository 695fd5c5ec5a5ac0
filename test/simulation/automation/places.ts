import type { ExecutionRecord } from '../../../functions/ssm/automation-executions/record.ts';
import { account } from '../../door.ts';
import type { World } from '../world.ts';

const kinds = ['automations', 'rateControls'] as const;

type Load = Record<'held' | 'queued', number>;

async function loadOf({ ports: { store } }: World, sort: (typeof kinds)[number]): Promise<Load> {
  const load = await store.get<Load>({ partition: `automation-load#${account}`, sort });
  return load?.value ?? { held: 0, queued: 0 };
}

/** Who waits for a place though there is one. */
export async function placeFaults(world: World, execution: ExecutionRecord | undefined): Promise<string[]> {
  if (execution?.status !== 'Pending') return [];
  const kind = execution.rateControl ? 'rateControls' : 'automations';
  const { held } = await loadOf(world, kind);
  const isLate = held < (world.quotas?.[kind].concurrent ?? 0);
  return isLate ? [`${execution.id}: it is Pending, and there is a place`] : [];
}

/** When all is over, nobody has a place or waits for one. */
export async function ofLoads(world: World): Promise<string[]> {
  const loads = await Promise.all(kinds.map((kind) => loadOf(world, kind)));
  return loads.flatMap(({ held, queued }) =>
    held === 0 && queued === 0 ? [] : [`${held} hold a place and ${queued} wait for one, and all is over`],
  );
}
