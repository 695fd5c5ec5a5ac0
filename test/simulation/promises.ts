import type { ExecutionRecord, StepRecord } from '../../functions/ssm/automation-executions/record.ts';
import { loadRun } from '../../functions/ssm/automation-executions/run.ts';
import type { World } from './world.ts';

const over = new Set(['Success', 'Failed', 'TimedOut', 'Cancelled']);

/** Which promises a world broke, once everything in it is over. */
export async function brokenPromises(world: World): Promise<string[]> {
  const broken = [...world.broken];
  const byToken = new Map<string, Set<string>>();
  for (const one of world.acknowledged)
    if (one.what === 'start') byToken.set(one.token, (byToken.get(one.token) ?? new Set()).add(one.id));
  for (const [token, ids] of byToken) {
    if (ids.size > 1) broken.push(`${token} started ${[...ids].join(' and ')}`);
    for (const id of ids) broken.push(...(await ofRun(world, id)).map((fault) => `${id}: ${fault}`));
  }
  return broken;
}

/** Runs that still wait although what they wait for is decided, at a moment when nothing is under way. */
export async function lateWakeUps(world: World): Promise<string[]> {
  const started = world.acknowledged.filter(({ what }) => what === 'start').map(({ id }) => id);
  const late: string[] = [];
  for (const id of new Set(started)) {
    const step = (await loadRun(world.store, id))?.steps.at(-1)?.value;
    if (step?.status === 'Waiting' && step.verdict)
      late.push(`${id}: ${step.name} still waits, and ${step.verdict.verdict}`);
  }
  return late;
}

async function ofRun(world: World, id: string): Promise<string[]> {
  const run = await loadRun(world.store, id);
  if (!run) return ['its start was acknowledged, and it is not there'];
  const steps = run.steps.map(({ value }) => value);
  const { value: execution } = run.execution;
  if (!over.has(execution.status)) return [`it stays ${execution.status} at ${steps.at(-1)?.name ?? 'its beginning'}`];
  return [
    ...ofStops(world, execution),
    ...ofApproval(
      world,
      id,
      steps.find(({ name }) => name === 'approve'),
    ),
    ...ofWayBack(steps),
    ...ofCalls(world, id, steps),
    ...ofOrder(execution, steps),
  ];
}

function ofStops({ acknowledged }: World, { id, status }: ExecutionRecord): string[] {
  const isStopped = acknowledged.some((one) => one.what === 'stop' && one.id === id);
  return isStopped && status !== 'Cancelled' ? [`its stop was acknowledged, and it ended as ${status}`] : [];
}

/** Each principal counts once, two of three are needed, one reject is enough, and what was acknowledged is on record. */
function ofApproval({ acknowledged }: World, id: string, step: StepRecord | undefined): string[] {
  const faults: string[] = [];
  const decisions = step ? decisionsOf(step) : [];
  const names = decisions.map(({ approver }) => approver);
  if (new Set(names).size < names.length) faults.push(`somebody decided twice: ${names.join(', ')}`);
  for (const one of acknowledged) {
    if (one.id !== id || (one.what !== 'Approve' && one.what !== 'Reject')) continue;
    const status = one.what === 'Approve' ? 'Approved' : 'Rejected';
    const isKept = decisions.some((kept) => kept.approver.endsWith(one.by) && kept.status === status);
    if (!isKept) faults.push(`the ${one.what} of ${one.by} was acknowledged, and is not on record`);
  }
  const isRejected = decisions.some(({ status }) => status === 'Rejected');
  const count = decisions.filter(({ status }) => status === 'Approved').length;
  if (step?.status === 'Success' && (isRejected || count < 2))
    faults.push(`it passed with ${JSON.stringify(decisions)}`);
  if (step?.status === 'TimedOut' && count >= 2) faults.push('it timed out though it was approved');
  return faults;
}

/** A step that is over tells its decisions as outputs. */
function decisionsOf({ decisions, outputs }: StepRecord): { approver: string; status: string }[] {
  const told = (outputs?.['ApproverDecisions'] ?? []) as { Approver: string; ApprovalStatus: string }[];
  return decisions ?? told.map(({ Approver: approver, ApprovalStatus: status }) => ({ approver, status }));
}

/** Who failed or was cancelled leads to `undo`, as the runbook says. */
function ofWayBack(steps: StepRecord[]): string[] {
  const ended = steps.find(({ name, status }) => name !== 'undo' && over.has(status) && status !== 'Success');
  const undo = steps.filter(({ name }) => name === 'undo');
  if (ended && undo.length !== 1) return [`${ended.name} ${ended.status}, and undo ran ${undo.length} times`];
  return !ended && undo.length > 0 ? ['undo ran for nothing'] : [];
}

/** Around a crash a call is repeated with the same idempotency token, and only then. */
function ofCalls({ calls }: World, id: string, steps: StepRecord[]): string[] {
  const faults: string[] = [];
  const mine = calls.filter(({ session }) => session === id);
  for (const [name, api] of [
    ['call', 'RunTask'],
    ['undo', 'StopTask'],
  ]) {
    const made = mine.filter((one) => one.api === api);
    const step = steps.find((one) => one.name === name);
    if (step?.status === 'Success' && made.length === 0) faults.push(`${name} succeeded without its call`);
    if (!step && made.length > 0) faults.push(`${api} was called though ${name} never began`);
    if (new Set(made.map(({ token }) => token)).size > 1) faults.push(`${api} was called with several tokens`);
  }
  return faults;
}

/** Steps come in the order of the runbook, each once; a success has passed all. */
function ofOrder({ status }: ExecutionRecord, steps: StepRecord[]): string[] {
  const names = steps.map(({ name }) => name).filter((name) => name !== 'undo');
  const order = ['approve', 'call', 'script', 'pause', 'sleep'];
  const isInOrder = names.every((name, at) => name === order[at]);
  if (!isInOrder) return [`its steps are ${names.join(', ')}`];
  const isWhole = names.length === order.length && steps.every((step) => step.status === 'Success');
  return (status === 'Success') === isWhole ? [] : [`it is ${status} after ${names.join(', ')}`];
}
