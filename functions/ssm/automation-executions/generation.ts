import type { JsonObject } from '../../ports/json.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Store } from '../../ports/store.ts';
import { isWritten } from '../../ports/until-written.ts';
import type { Machine } from '../../ports/workflows.ts';
import { partitionOf } from './record.ts';

/** What a machine that may have successors works on. Those that follow each other are its generations, from 0, which goes without its number. */
export interface Successive {
  executionId: string;
  generation?: number;
}

/** The generation of a machine that is at work, and what it was started with. */
interface Generation {
  number: number;
  input: JsonObject;
}

/**
 * A history of Step Functions holds 25,000 events. A turn makes about thirteen, and one whose every call fails until its last try, some forty.
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
export const mostTurns = 500;

/** No state machine works for longer. */
const daysKept = 400;

type Needs = Pick<Ports, 'store' | 'workflows' | 'clock'>;

/** Whether a machine has made as many turns as one may; `turns` counts those of all generations. */
export const isSpent = ({ turns, generation = 0 }: { turns: number; generation?: number }, most = mostTurns) =>
  turns >= (generation + 1) * most;

/**
 * Lets a successor of a machine take over with the given input. It is on record before it starts, and has a name of its own: to hand over again, at
 * whatever time, starts the present one, which changes nothing.
 */
export async function handOver(machine: Machine, given: Successive & JsonObject, ports: Needs): Promise<void> {
  const number = (given.generation ?? 0) + 1;
  const next = { number, input: { ...given, generation: number } };
  const present = await keepGeneration(machine, { executionId: given.executionId, next }, ports);
  await ports.workflows.start(machine, nameOf(given.executionId, present), present.input);
}

/** What the machine of an execution that is at work, or should be, is named and was started with; undefined where it is the first. */
export async function presentMachine(
  store: Store,
  machine: Machine,
  executionId: string,
): Promise<{ name: string; input: JsonObject } | undefined> {
  const generation = (await getGeneration(store, machine, executionId))?.value;
  return generation && { name: nameOf(executionId, generation), input: generation.input };
}

/** A UUID and a number: well within the 80 characters that a name may have. */
const nameOf = (executionId: string, { number }: Generation) => `${executionId}-${number}`;

const keyOf = (machine: Machine, executionId: string) => ({
  partition: partitionOf(executionId),
  sort: `machine#${machine}`,
});

const getGeneration = (store: Store, machine: Machine, executionId: string) =>
  store.get<Generation>(keyOf(machine, executionId));

/** Puts a generation on record unless it, or a later one, is there; answers with the one that is. */
async function keepGeneration(
  machine: Machine,
  { executionId, next }: { executionId: string; next: Generation },
  ports: Pick<Ports, 'store' | 'clock'>,
): Promise<Generation> {
  const before = await getGeneration(ports.store, machine, executionId);
  if (before && before.value.number >= next.number) return before.value;
  const expires = Math.ceil(ports.clock.now() / 1000) + daysKept * 86_400;
  const put = { ...keyOf(machine, executionId), value: next, expires };
  const isKept = await isWritten(ports.store, [{ put, expect: before?.version ?? 0 }]);
  return isKept ? next : keepGeneration(machine, { executionId, next }, ports);
}
