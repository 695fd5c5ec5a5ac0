import type { ExecutionRecord, StepRecord } from '../../../functions/ssm/automation-executions/record.ts';
import { loadRun } from '../../../functions/ssm/automation-executions/run.ts';
import { errorsOf } from '../../../functions/ssm/rate-control/decide.ts';
import { childId, type Control, type TargetRecord } from '../../../functions/ssm/rate-control/record.ts';
import type { Doings } from '../automation/outside.ts';
import { lateIn } from '../automation/late.ts';
import { ofLoads, placeFaults } from '../automation/places.ts';
import { ofTokens } from '../automation/promises.ts';
import { startedIds } from '../automation/requests.ts';
import { executionIds } from '../automation/step-records.ts';
import type { Records } from '../watch.ts';
import type { World } from '../world.ts';
import { childrenOf, executionOf, isGivenUp } from './child-records.ts';

const over = new Set(['Success', 'Failed', 'TimedOut', 'Cancelled']);

/** What waits although it need not, at a moment when nothing is under way. */
export async function lateWakeUps(world: World, doings: Doings): Promise<string[]> {
  const late: string[] = [];
  for (const id of executionIds(world.records)) {
    const execution = executionOf(world.records, id);
    if (!execution?.rateControl) late.push(...(await lateIn(world, doings, id)), ...lateStep(world.records, id));
    else if (!over.has(execution.status))
      late.push(...lateTargets(world.records, execution), ...(await placeFaults(world, execution)));
    if (execution && over.has(execution.status)) late.push(...leftBelow(world.records, execution));
  }
  return late;
}

/** A step whose execution is over goes on. */
function lateStep(records: Records, id: string): string[] {
  const steps = [...records].filter(([name]) => name.startsWith(`automation-execution#${id} step#`));
  const step = steps.map(([, record]) => record as StepRecord).at(-1);
  if (!step || over.has(step.status)) return [];
  const isChild = ({ parent, status }: ExecutionRecord) =>
    over.has(status) && parent?.stepId === step.id && parent.attempt === step.attempt;
  return childrenOf(records, id).some(isChild) ? [`${id}: ${step.name} still waits, and its execution is over`] : [];
}

/** What is over runs nothing more: what it began is over as well, or was told to stop. */
function leftBelow(records: Records, { id }: ExecutionRecord): string[] {
  const left = childrenOf(records, id).filter(({ status }) => !over.has(status) && status !== 'Cancelling');
  return left.map((child) => `${id}: it is over, and ${child.id} goes on`);
}

/** While something is to be done for targets, something of it runs; each end is counted at once, and a stop passed on. */
function lateTargets(records: Records, { id, status }: ExecutionRecord): string[] {
  if (status === 'Pending') return [];
  const running = childrenOf(records, id).filter((child) => !over.has(child.status));
  const isCounted = ![...records.keys()].some((name) => name.startsWith(`automation-execution#${id} ended#`));
  const unaware = status === 'Cancelling' ? running.filter((child) => child.status !== 'Cancelling') : [];
  return [
    ...(running.length === 0 ? [`${id}: nothing of it runs, and it still waits`] : []),
    ...(isCounted ? [] : [`${id}: an end is not counted, and it still waits`]),
    ...unaware.map((child) => `${id}: it was stopped, and ${child.id} still waits`),
  ];
}

/** Which promises a world broke, once everything in it is over. */
export async function brokenPromises(world: World): Promise<string[]> {
  const broken = ofTokens(world);
  for (const id of new Set([...startedIds(world), ...executionIds(world.records)]))
    broken.push(...(await ofExecution(world, id)).map((fault) => `${id}: ${fault}`));
  return [...broken, ...(await ofLoads(world))];
}

async function ofExecution({ ports, records, acknowledged }: World, id: string): Promise<string[]> {
  const run = await loadRun(ports.store, id);
  if (!run) return ['it was acknowledged, and is not there'];
  const { value: execution } = run.execution;
  const { status } = execution;
  if (!over.has(status)) return [`it stays ${status}`];
  const isStopped = acknowledged.some((one) => one.what === 'stop' && one.id === id);
  return [
    ...(isStopped && status !== 'Cancelled' && !isGivenUp(execution)
      ? [`its stop was acknowledged, and it ended as ${status}`]
      : []),
    ...(execution.rateControl ? ofTargets(records, execution) : []),
    ...run.steps.flatMap(({ value }) => ofStep(records, execution, value)),
  ];
}

/** A step ends as the execution that it began. */
function ofStep(records: Records, execution: ExecutionRecord, step: StepRecord): string[] {
  if (step.action !== 'aws:executeAutomation' || isGivenUp(execution)) return [];
  const children = childrenOf(records, execution.id).filter(
    ({ parent }) => parent?.stepId === step.id && parent.attempt === step.attempt,
  );
  if (children.length > 1) return [`${step.name} began ${children.length} executions in one attempt`];
  const [child] = children;
  const isRight = step.status === 'Success' ? child?.status === 'Success' : step.status !== 'Failed' || child;
  return isRight ? [] : [`${step.name} is ${step.status}, and its execution ${child?.status ?? 'never began'}`];
}

/** Each target that was dispatched has one execution, ended as that did, and is counted once; the whole ended as its limits say. */
function ofTargets(records: Records, execution: ExecutionRecord): string[] {
  if (isGivenUp(execution)) return [];
  const { id, status, rateControl = { total: 0, maxErrors: '0' } } = execution;
  const prefix = `automation-execution#${id}`;
  const targets = [...records]
    .filter(([name]) => name.startsWith(`${prefix} target#`))
    .map(([, record]) => record as TargetRecord);
  const faults = targets.flatMap((target) => {
    const child = executionOf(records, childId(id, target.sequence));
    const isRight = child ? child.status === target.status : target.status === 'Failed';
    return isRight ? [] : [`${target.name} is ${target.status}, and its execution ${child?.status ?? 'never began'}`];
  });
  if (childrenOf(records, id).length > targets.length) faults.push('it ran more than it has targets');
  const group = (records.get(`${prefix} rate-control`) as Control | undefined)?.groups[0];
  const count = (end: string) => targets.filter((target) => target.status === end).length;
  for (const end of ['Success', 'Failed', 'TimedOut', 'Cancelled'] as const)
    if (group?.[end] !== count(end))
      faults.push(`${count(end)} targets ended as ${end}, and ${group?.[end]} are counted`);
  const errors = targets.length - count('Success');
  const allowed = errorsOf(rateControl.maxErrors, rateControl.total);
  const isWhole = targets.length === rateControl.total;
  const isGood = isWhole && errors <= allowed && (errors === 0 || count('Success') > 0);
  if (status !== 'Cancelled' && (status === 'Success') !== isGood)
    faults.push(`it is ${status} after ${errors} errors of ${targets.length} targets of ${rateControl.total}`);
  if (!isWhole && errors <= allowed && status !== 'Cancelled') faults.push('targets were left out');
  return faults;
}
