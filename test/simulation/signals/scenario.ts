import { reconcileDeployments } from '../../../functions/heat/tasks/reconcile.ts';
import { inMemory } from '../../objects.ts';
import type { OpenScenario, Wish } from '../scenario.ts';
import { settled } from '../settled.ts';
import type { World } from '../world.ts';
import { brokenOnes, deploymentRecords, deploymentsIn, lateOnes, otherRecords } from './promises.ts';
import { create, createConfig, redeploy, remove, signal } from './requests.ts';
import { endOne, look, newServers, restart, type Server } from './servers.ts';

const second = 1000;

/** Heat's software deployments: machines take them up and signal how it went, twice, late or never, while people deploy again and delete. */
export const signals: OpenScenario = () => {
  let config = '';
  const servers = newServers();
  return {
    ports: { objects: inMemory() },
    rules: [deploymentRecords, otherRecords],
    reconcile: reconcileDeployments,
    prepare: async (world) => {
      const made = createConfig(world);
      await settled(world);
      config = await made;
    },
    begin: (world) => create(world, config),
    wishes: (world) => [...wishes(world), ...serverWishes(world, servers)],
    help: (world) => workOff(world, servers),
    rounds: () => 2,
    late: async (world) => lateOnes(world, servers, config),
    broken: async (world) => {
      await workOff(world, servers);
      return brokenOnes(world, servers, config);
    },
  };
};

function wishes(world: World): Wish[] {
  const { random } = world;
  const id = random.pick(deploymentsIn(world.records))?.id ?? random.pick(world.acknowledged)?.id ?? '';
  return [
    [25, () => signal(world, id, random.happens(0.3) ? 1 : 0)],
    [12, () => redeploy(world, id)],
    [6, () => remove(world, id)],
    [8, () => [world.clock.advance(600 * second), void signal(world, id, 0), void redeploy(world, id)]],
    [4, () => create(world, '')],
  ];
}

function serverWishes(world: World, servers: Server[]): Wish[] {
  const { random } = world;
  const server = servers[random.below(servers.length)];
  if (!server) return [];
  return [
    [15, () => void look(world, server)],
    [15, () => endOne(world, server, random.happens(0.3) ? 1 : 0)],
    [4, () => restart(server)],
  ];
}

/** Machines do what they are to do. */
async function workOff(world: World, servers: Server[]): Promise<void> {
  for (const server of servers) {
    if (server.isPolling) restart(server);
    void look(world, server);
  }
  await settled(world);
  for (const server of servers) server.ran.forEach(() => endOne(world, server, 0));
  await settled(world);
}
