import type { DeploymentRecord } from '../../../functions/heat/software-deployments/record.ts';
import { reconcileDeployments } from '../../../functions/heat/tasks/reconcile.ts';
import { inMemory } from '../../objects.ts';
import type { OpenScenario, Wish } from '../scenario.ts';
import { settled } from '../settled.ts';
import type { Change, Records, Rule } from '../watch.ts';
import type { World } from '../world.ts';
import { create, createConfig, redeploy, remove, signal } from './requests.ts';

const second = 1000;

/** Heat's software deployments: machines signal how it went, twice, late or never, while people deploy again and delete. */
export const signals: OpenScenario = () => {
  let config = '';
  return {
    ports: { objects: inMemory() },
    rules: [deploymentRecords],
    reconcile: reconcileDeployments,
    prepare: async (world) => {
      const made = createConfig(world);
      await settled(world);
      config = await made;
    },
    begin: (world) => create(world, config),
    wishes,
    help: () => undefined,
    rounds: () => 2,
    late,
    broken,
  };
};

function wishes(world: World): Wish[] {
  const { random } = world;
  const id = random.pick(deploymentsIn(world.records))?.id ?? random.pick(world.acknowledged)?.id ?? '';
  return [
    [40, () => signal(world, id, random.happens(0.3) ? 1 : 0)],
    [12, () => redeploy(world, id)],
    [6, () => remove(world, id)],
    [8, () => [world.clock.advance(600 * second), void signal(world, id, 0), void redeploy(world, id)]],
    [4, () => create(world, '')],
  ];
}

/** A deployment ends once: who says anything after that, or after another machine began to watch it, comes too late. */
const deploymentRecords: Rule = {
  of: /^heat-deployment#\S+ deployment$/,
  faults: ({ last, next }: Change) => {
    const [before, after] = [last, next] as (DeploymentRecord | undefined)[];
    if (!before || !after) return [];
    const isEnded = before.status !== 'IN_PROGRESS' && after.status !== 'IN_PROGRESS';
    return isEnded
      ? [`it had ended as ${JSON.stringify(before.status)}, and ended as ${JSON.stringify(after.status)}`]
      : [];
  },
};

const deploymentsIn = (records: Records): DeploymentRecord[] =>
  [...records.values()].map((record) => record as DeploymentRecord);

/** A machine that starts late, on a clock that leapt meanwhile, gives a deployment its whole time. */
const slack = 7200 * second;

const late = async ({ records, clock }: World): Promise<string[]> =>
  deploymentsIn(records)
    .filter(({ status, watch }) => status === 'IN_PROGRESS' && watch && watch.until + slack <= clock.now())
    .map(({ id }) => `${id}: it waits past its time`);

async function broken({ records, acknowledged }: World): Promise<string[]> {
  const removed = new Set(acknowledged.filter(({ what }) => what === 'remove').map(({ id }) => id));
  const there = new Set(deploymentsIn(records).map(({ id }) => id));
  const open = deploymentsIn(records).filter(({ status }) => status === 'IN_PROGRESS');
  return [
    ...open.map(({ id }) => `${id}: it stays IN_PROGRESS`),
    ...[...removed].filter((id) => there.has(id)).map((id) => `${id}: its removal was acknowledged, and it is there`),
  ];
}
