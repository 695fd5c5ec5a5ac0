import type { JsonObject } from '../../ports/json.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Machine, Workflows } from '../../ports/workflows.ts';
import { presentMachine } from './generation.ts';
import type { ExecutionRecord } from './record.ts';
import { lastWait } from './wait.ts';

/** What an execution's machines follow from. */
type Run = Pick<ExecutionRecord, 'id' | 'alarmConfiguration'> & {
  rateControl?: ExecutionRecord['rateControl'] | boolean;
};

/**
 * Starts the machines of an execution: the one that runs its steps, or has its runbook run for every target, and, where it has an alarm, the one that
 * watches it. Starting them again changes nothing. `kept` is the write of the record where that is still under way.
 */
export async function startRun(workflows: Workflows, run: Run, kept?: Promise<void>): Promise<void> {
  await Promise.all(machinesOf(run).map(({ machine, input }) => workflows.start(machine, run.id, input, kept)));
}

/** Starts those that should be at work and are not, each in the generation it has come to; its waits are numbered on. */
export async function restartRun({ store, workflows }: Pick<Ports, 'store' | 'workflows'>, run: Run): Promise<void> {
  const wait = await lastWait(store, run.id);
  const starts = machinesOf(run).map(async ({ machine, input }) => {
    const present = (await presentMachine(store, machine, run.id)) ?? { name: run.id, input };
    const isNumbered = machine !== 'ssm-alarm' && wait !== undefined;
    return workflows.start(machine, present.name, { ...present.input, ...(isNumbered && { wait }) });
  });
  await Promise.all(starts);
}

function machinesOf({ id, alarmConfiguration, rateControl }: Run): { machine: Machine; input: JsonObject }[] {
  const machine = rateControl ? 'ssm-rate-control' : 'ssm-automation';
  const run = { machine, input: { executionId: id, status: 'InProgress' } } as const;
  return alarmConfiguration ? [run, { machine: 'ssm-alarm', input: { executionId: id, looks: 0, missed: 0 } }] : [run];
}
