import { reconcile } from '../../../functions/ssm/tasks/reconcile.ts';
import {
  awsOf,
  failed,
  finishScript,
  newDoings,
  repeatScript,
  scriptsOf,
  succeeded,
  type Doings,
} from '../automation/outside.ts';
import { register, startedIds, startExecution, stop } from '../automation/requests.ts';
import { executionIds, stepRecords } from '../automation/step-records.ts';
import type { OpenScenario, Wish } from '../scenario.ts';
import { done, settled } from '../settled.ts';
import type { World } from '../world.ts';
import { childRecords, controlRecords, targetRecords } from './child-records.ts';
import { brokenPromises, lateWakeUps } from './promises.ts';
import { requestsOf, runbooks } from './runbooks.ts';

/** Runbooks that run others, below a step or once for each of many targets; people start and stop them at any level. */
export const fanOut: OpenScenario = ({ random }) => {
  const doings = newDoings();
  const requests = requestsOf(random);
  const begin = (world: World) => {
    const kind = random.pick(['wide', 'wide', 'deep'] as const);
    const word = random.happens(0.1) ? 'other' : 'hello';
    const Tags = [{ Key: 'word', Value: word }];
    return startExecution(world, { ...requests[kind], ClientToken: kind, Tags }, word);
  };
  return {
    ports: { scripts: scriptsOf(doings), aws: awsOf(doings) },
    rules: [stepRecords, childRecords, controlRecords, targetRecords],
    reconcile,
    prepare: async (world) => {
      for (const [name, content] of Object.entries(runbooks)) await done(world, register(world, name, content));
    },
    headStart: async (world) => {
      void begin(world);
      await settled(world);
      endOne(world, doings);
      await settled(world);
    },
    begin,
    wishes: (world) => wishes(world, doings),
    help: async (world) => {
      for (let time = 0; time < 8 && doings.jobs.size > 0; time++) {
        for (const job of doings.jobs.keys()) void finishScript(world, doings, [job, succeeded(job)]);
        await settled(world);
      }
    },
    rounds: () => 4,
    late: (world) => lateWakeUps(world, doings),
    broken: brokenPromises,
  };
};

function endOne(world: World, doings: Doings): void {
  const { random } = world;
  const job = random.pick([...doings.jobs.keys()]);
  if (job !== undefined) void finishScript(world, doings, [job, random.happens(0.25) ? failed : succeeded(job)]);
}

function wishes(world: World, doings: Doings): Wish[] {
  const { random, clock, records } = world;
  return [
    [50, () => endOne(world, doings)],
    [5, () => stop(world, random.pick(startedIds(world)) ?? '')],
    [5, () => stop(world, random.pick(executionIds(records)) ?? '')],
    [8, () => repeatScript(world, doings)],
    [4, () => [clock.advance(random.pick([700_000, 2_000_000])), void repeatScript(world, doings)]],
  ];
}
