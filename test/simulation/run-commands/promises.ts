import { isOver } from '../../../functions/nodes/command.ts';
import type { ExecutionRecord, StepRecord } from '../../../functions/ssm/automation-executions/record.ts';
import { loadRun } from '../../../functions/ssm/automation-executions/run.ts';
import { lateIn } from '../automation/late.ts';
import { newDoings } from '../automation/outside.ts';
import { ofLoads } from '../automation/places.ts';
import { ofTokens } from '../automation/promises.ts';
import { startedIds } from '../automation/requests.ts';
import { executionIds } from '../automation/step-records.ts';
import type { Machines } from '../nodes/machines.ts';
import { brokenOrders, latePolls } from '../nodes/promises.ts';
import { settled } from '../settled.ts';
import type { World } from '../world.ts';
import { commandsOf, over, type Owners } from './records.ts';

/** What waits although it need not, at a moment when nothing is under way. */
export async function lateWakeUps(world: World, machines: Machines, owners: Owners): Promise<string[]> {
  // A step that asks every few seconds may be about to do so.
  await settled(world);
  const ids = executionIds(world.records);
  const late = await Promise.all(ids.map((id) => lateIn(world, newDoings(), id)));
  return [...latePolls(world, machines), ...late.flat(), ...ids.flatMap((id) => leftOf(world, owners, id))];
}

/** What is over leaves no command to an agent that it does not want ended. */
function leftOf({ records }: World, owners: Owners, id: string): string[] {
  const execution = records.get(`automation-execution#${id} execution`) as ExecutionRecord | undefined;
  if (!execution || !over.has(execution.status)) return [];
  const open = [...commandsOf(records, owners, id).values()].flat().filter((one) => !isOver(one) && !one.isCancelled);
  return open.map((command) => `${id}: it is over, and ${command.id} is ${command.state}`);
}

/** Which promises a world broke, once everything in it is over. */
export async function brokenPromises(world: World, machines: Machines, owners: Owners): Promise<string[]> {
  const broken = [...ofTokens(world), ...(await brokenOrders(world, machines)), ...(await ofLoads(world))];
  for (const id of new Set([...startedIds(world), ...executionIds(world.records)]))
    broken.push(...leftOf(world, owners, id), ...(await ofRun(world, owners, id)).map((fault) => `${id}: ${fault}`));
  return broken;
}

async function ofRun(world: World, owners: Owners, id: string): Promise<string[]> {
  const run = await loadRun(world.ports.store, id);
  if (!run) return ['it was acknowledged, and is not there'];
  const { status } = run.execution.value;
  const steps = run.steps.map(({ value }) => value);
  if (!over.has(status)) return [`it stays ${status} at ${steps.at(-1)?.name ?? 'its beginning'}`];
  const isStopped = world.acknowledged.some((one) => one.what === 'stop' && one.id === id);
  const names = steps.map((step) => `${step.name} ${step.status}`).join(', ');
  return [
    ...(isStopped && status !== 'Cancelled' ? [`its stop was acknowledged, and it ended as ${status}`] : []),
    ...((status === 'Success') === (names === 'one Success, all Success') ? [] : [`it is ${status} after ${names}`]),
    ...(names.startsWith('all') ? ['its steps are out of order'] : []),
    ...steps.flatMap((step) => stepFaults(world, owners, step)),
    ...countFaults(world, owners, { id, steps }),
  ];
}

/** A step succeeds only where its command did so on all its machines. */
function stepFaults({ records }: World, owners: Owners, { name, status, outputs }: StepRecord): string[] {
  if (status !== 'Success') return [];
  const commandId = outputs?.['CommandId'] as string;
  const mine = [...owners.keys()].filter((id) => id.startsWith(`${commandId}/`));
  const states = mine.map((id) => (records.get(`node-command#${id} command`) as { state?: string } | undefined)?.state);
  const expected = name === 'one' ? 1 : 2;
  const isRight = states.length === expected && states.every((state) => state === 'successful');
  return isRight ? [] : [`${name} succeeded, and its commands are ${states.join(', ')}`];
}

/** An attempt of a step sends one command. */
function countFaults({ records }: World, owners: Owners, { id, steps }: { id: string; steps: StepRecord[] }): string[] {
  const attempts = steps.reduce((sum, { attempt }) => sum + attempt, 0);
  const sent = commandsOf(records, owners, id).size;
  return sent > attempts ? [`${attempts} attempts sent ${sent} commands`] : [];
}
