import { reconcile } from '../../../functions/ssm/tasks/reconcile.ts';
import type { OpenScenario, Wish } from '../scenario.ts';
import { done, settled } from '../settled.ts';
import type { World } from '../world.ts';
import {
  awsOf,
  expectOnRecord,
  failed,
  finishScript,
  newDoings,
  repeatScript,
  scriptsOf,
  succeeded,
} from './outside.ts';
import type { Doings } from './outside.ts';
import { lateWakeUps } from './late.ts';
import { brokenPromises } from './promises.ts';
import { register, signal, start, startedIds, stop } from './requests.ts';
import { approvers, runbook } from './runbook.ts';
import { stepRecords } from './step-records.ts';

const second = 1000;
const hour = 3600 * second;

/** Runs of one runbook with every kind of wait; people start, approve, reject, resume and stop. */
export const automation: OpenScenario = () => {
  const doings = newDoings();
  return {
    ports: { scripts: scriptsOf(doings), aws: awsOf(doings) },
    rules: [stepRecords],
    reconcile,
    prepare: async (world) => {
      doings.heard = (id, step) => expectOnRecord(world, id, step);
      await done(world, register(world, 'Simulated', runbook));
    },
    headStart: (world) => headStart(world, doings),
    begin: (world) => start(world, world.random.pick(['one', 'two']), world.random.happens(0.1) ? 'other' : 'hello'),
    wishes: (world) => wishes(world, doings),
    help: (world) => {
      for (const job of doings.jobs.keys()) void finishScript(world, doings, [job, succeeded(job)]);
      for (const id of startedIds(world)) void signal(world, id, ['Resume', 'ada']);
    },
    rounds: (world) => 4 + startedIds(world).length,
    late: (world) => lateWakeUps(world, doings),
    broken: (world) => brokenPromises(world, doings),
  };
};

/** Some runs are past their approval when trouble begins. */
async function headStart(world: World, doings: Doings): Promise<void> {
  void start(world, world.random.pick(['one', 'two']), 'hello');
  await settled(world);
  const [first] = startedIds(world);
  if (first !== undefined) approveAll(world, first);
  await settled(world);
  if (world.random.happens(0.7)) return;
  // The script is given up, and its next attempt runs when the first one ends after all.
  world.clock.advance(700 * second);
  await settled(world);
  void repeatScript(world, doings);
}

const approveAll = (world: World, id: string): void =>
  approvers.forEach((name) => void signal(world, id, ['Approve', name]));

function wishes(world: World, doings: Doings): Wish[] {
  const { random } = world;
  const id = random.pick(startedIds(world)) ?? '';
  const job = random.pick([...doings.jobs.keys()]);
  const result = () => (random.happens(0.2) ? failed : succeeded(job ?? ''));
  return [
    [22, () => signal(world, id, [random.happens(0.1) ? 'Reject' : 'Approve', random.pick(approvers)])],
    [20, () => job !== undefined && finishScript(world, doings, [job, result()])],
    [15, () => signal(world, id, ['Resume', random.pick(approvers)])],
    [10, () => stop(world, id)],
    [10, () => approveAll(world, id)],
    [8, () => repeatScript(world, doings)],
    [4, () => atTheLastMoment(world, doings, id)],
  ];
}

/** The time of a wait is over while people decide, or while a script that is given up ends. */
function atTheLastMoment(world: World, doings: Doings, id: string): void {
  world.clock.advance(world.random.pick([700 * second, hour]));
  approveAll(world, id);
  void repeatScript(world, doings);
}
