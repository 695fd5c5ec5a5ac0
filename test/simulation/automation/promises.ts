import type { ExecutionRecord, StepRecord } from '../../../functions/ssm/automation-executions/record.ts';
import { attemptName } from '../../../functions/ssm/automation-executions/settle-step.ts';
import { loadRun } from '../../../functions/ssm/automation-executions/run.ts';
import type { World } from '../world.ts';
import type { Doings } from './outside.ts';
import { ofLoads } from './places.ts';
import { startedIds } from './requests.ts';
import { executionIds } from './step-records.ts';

const over = new Set(['Success', 'Failed', 'TimedOut', 'Cancelled']);

/** Which promises a world broke, once everything in it is over. */
export async function brokenPromises(world: World, doings: Doings): Promise<string[]> {
  const broken = ofTokens(world);
  for (const id of new Set([...startedIds(world), ...executionIds(world.records)]))
    broken.push(...(await ofRun(world, doings, id)).map((fault) => `${id}: ${fault}`));
  return [...broken, ...(await ofLoads(world))];
}

/** One ClientToken starts at most one execution, and is good for one request. */
export function ofTokens({ acknowledged }: World): string[] {
  const starts = acknowledged.filter((one) => one.what === 'start');
  return [...Map.groupBy(starts, (one) => one.token)].flatMap(([token, same]) => {
    const ids = new Set(same.map(({ id }) => id));
    return [
      ...(ids.size > 1 ? [`${token} started ${[...ids].join(' and ')}`] : []),
      ...(new Set(same.map(({ word }) => word)).size > 1 ? [`${token} was good for several requests`] : []),
    ];
  });
}

async function ofRun(world: World, doings: Doings, id: string): Promise<string[]> {
  const run = await loadRun(world.ports.store, id);
  if (!run) return ['it was acknowledged, and is not there'];
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
    ...ofWayBack(execution, steps),
    ...ofCalls(doings, id, steps),
    ...ofScript(id, steps),
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
    const isKept = decisions.some((kept) => kept.approver.endsWith(one.by ?? '') && kept.status === status);
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
export function decisionsOf({ decisions, outputs }: StepRecord): { approver: string; status: string }[] {
  const told = (outputs?.['ApproverDecisions'] ?? []) as { Approver: string; ApprovalStatus: string }[];
  return decisions ?? told.map(({ Approver: approver, ApprovalStatus: status }) => ({ approver, status }));
}

/** What a cancelled run may still take. */
const cancelPathLimit = 120_000;

/** Who failed or was cancelled leads to `undo`, as the runbook says, unless the time for it was over, or a stop came before it began. */
function ofWayBack({ status: end, stopTime = Infinity, endTime = 0 }: ExecutionRecord, steps: StepRecord[]): string[] {
  const ended = steps.find(({ name, status }) => name !== 'undo' && over.has(status) && status !== 'Success');
  const undo = steps.filter(({ name }) => name === 'undo');
  if (end === 'Cancelled' && ended && ended.status !== 'Cancelled' && undo.length === 0) return [];
  if (ended?.status === 'Cancelled' && undo.length === 0 && endTime >= stopTime + cancelPathLimit) return [];
  if (ended && undo.length !== 1) return [`${ended.name} ${ended.status}, and undo ran ${undo.length} times`];
  return !ended && undo.length > 0 ? ['undo ran for nothing'] : [];
}

/** Around a crash a call is repeated with the same idempotency token, and only then. */
function ofCalls({ calls }: Doings, id: string, steps: StepRecord[]): string[] {
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

/** A script's success is that of its own last attempt: it told its own name. */
function ofScript(id: string, steps: StepRecord[]): string[] {
  const step = steps.find(({ name }) => name === 'script');
  if (step?.status !== 'Success') return [];
  const told = (step.outputs?.['Payload'] as { word: string } | undefined)?.word;
  const own = attemptName({ executionId: id, stepId: step.id, attempt: step.attempt });
  return told === own ? [] : [`its script is ${own}, and succeeded with the result of ${told}`];
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
