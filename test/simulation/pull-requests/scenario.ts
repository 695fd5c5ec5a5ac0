import type { DeploymentRecord } from '../../../functions/proton/deployments/record.ts';
import { reconcileProton } from '../../../functions/proton/tasks/reconcile.ts';
import { inMemory } from '../../objects.ts';
import { usesAndWatches } from '../deployments/leftovers.ts';
import { deployableRecords, deploymentsIn } from '../deployments/records.ts';
import {
  cancel,
  cancelInstance,
  cancelPipeline,
  createApp,
  remove,
  removeApp,
  serviceSpec,
  update,
  updateApp,
  updateInstance,
  updatePipeline,
} from '../deployments/requests.ts';
import { publish } from '../deployments/templates.ts';
import type { OpenScenario, Wish } from '../scenario.ts';
import { done, settled } from '../settled.ts';
import type { World } from '../world.ts';
import { broken, late } from './promises.ts';
import { newPulls, type Pulls } from './pulls.ts';
import { create, link, type Said, say } from './requests.ts';

/**
 * Proton provisions by pull requests: people merge and close them, or never look, and whoever applies them says how that went, twice, late, or of
 * another deployment, while others deploy again, cancel and delete.
 */
export const pullRequests: OpenScenario = ({ random }) => {
  const pulls = newPulls(random);
  const said: Said = new Map();
  const hasPipeline = random.happens(0.4);
  const makeApp = (world: World) => createApp(world, serviceSpec(['one', 'two']), hasPipeline);
  const help = async (world: World) => {
    pulls.unreachable = 0;
    for (let time = 0; time < 6 && open(world).length > 0; time++) {
      for (const one of open(world)) apply(world, one, { pulls, said });
      await settled(world);
    }
  };
  return {
    ports: { provisioner: pulls.provisioner, objects: inMemory() },
    rules: [...deployableRecords, usesAndWatches],
    reconcile: reconcileProton,
    prepare: async (world) => {
      await done(world, publish(world, 'environment', 'base', { engine: 'terraform' }));
      await done(world, publish(world, 'service', 'web', { engine: 'terraform', hasPipeline }));
      await done(world, link(world));
      await done(world, create(world, 'dev'));
      if (random.happens(0.7)) await help(world);
    },
    headStart: async (world) => {
      void makeApp(world);
      await settled(world);
      if (random.happens(0.7)) await help(world);
    },
    begin: (world) => (random.happens(0.5) ? create(world, 'lab') : makeApp(world)),
    wishes: (world) => [
      ...people(world, { pulls, said }),
      ...wishes(world, pulls),
      ...(hasPipeline ? ofPipeline(world) : []),
    ],
    help,
    rounds: () => 3,
    late,
    broken: (world) => broken(world, { pulls, said }),
  };
};

interface Of {
  pulls: Pulls;
  said: Said;
}

const open = ({ records }: World): DeploymentRecord[] =>
  deploymentsIn(records).filter(({ completedAt }) => completedAt === undefined);

/** Merges the pull request of a deployment, where it is open, and says that all went well. */
function apply(world: World, one: DeploymentRecord, { pulls, said }: Of): void {
  const pull = pulls.opened.get(one.id);
  if (pull?.state === 'open') pull.state = 'merged';
  void say(world, said, [one, { status: 'SUCCEEDED', isNamed: true }]);
}

/** Who merges and closes pull requests, and who applies them. */
function people(world: World, { pulls, said }: Of): Wish[] {
  const { random } = world;
  const one = random.pick(open(world));
  const any = random.pick(deploymentsIn(world.records));
  const pull = pulls.opened.get(one?.id ?? '');
  const become = (state: 'merged' | 'closed') => pull?.state === 'open' && Object.assign(pull, { state });
  const status = random.pick(['SUCCEEDED', 'SUCCEEDED', 'FAILED', 'IN_PROGRESS'] as const);
  return [
    [25, () => one && apply(world, one, { pulls, said })],
    [10, () => become('merged')],
    [6, () => become('closed')],
    [20, () => one && say(world, said, [one, { status, isNamed: random.happens(0.8) }])],
    [10, () => any && say(world, said, [any, { status, isNamed: random.happens(0.5) }])],
  ];
}

const anySpec = ({ random }: World, pipeline?: number): string =>
  serviceSpec(random.pick([['one'], ['one', 'two'], ['two', 'three']]), pipeline);

const ofPipeline = (world: World): Wish[] => [
  [8, () => updatePipeline(world, anySpec(world, world.random.pick([1, 2])))],
  [4, () => cancelPipeline(world)],
];

function wishes(world: World, pulls: Pulls): Wish[] {
  const { random } = world;
  const one = random.pick(['one', 'two'] as const);
  const environment = random.pick(['lab', 'dev'] as const);
  return [
    [10, () => update(world, environment)],
    [8, () => cancel(world, environment)],
    [8, () => remove(world, environment)],
    [6, () => updateApp(world, anySpec(world))],
    [8, () => updateInstance(world, one)],
    [6, () => cancelInstance(world, one)],
    [5, () => removeApp(world, pulls)],
    [4, () => create(world, 'dev')],
  ];
}
