import { ApiError } from '../../api/error.ts';
import { nextOrder } from '../../ports/order.ts';
import type { Ports } from '../../ports/ports.ts';
import { unlessConflict } from '../../ports/until-written.ts';
import { keepExecution } from '../automation-executions/new-execution.ts';
import type { ExecutionRecord } from '../automation-executions/record.ts';
import { getExecution } from '../automation-executions/run.ts';
import { keptRunbook } from '../automation-executions/runbook-snapshot.ts';
import { startRun } from '../automation-executions/start-run.ts';
import type { Runbook } from '../documents/runbook.ts';
import { startParameters } from '../expressions/parameters.ts';
import { recordEnd } from './ended.ts';
import { childId, type PlannedTarget, targetStepId } from './record.ts';

interface Claimed {
  sequence: number;
  target: PlannedTarget;
}

/** Starts the runbook for one target, once however often it is asked; a target whose parameters do not fit fails at once. */
export async function startChild(parent: ExecutionRecord, claimed: Claimed, ports: Ports): Promise<void> {
  const id = childId(parent.id, claimed.sequence);
  try {
    if (!(await getExecution(ports.store, id))) await keepChild(parent, claimed, ports);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const end = { status: 'Failed' as const, message: error.message };
    return recordEnd({ execution: parent, sequence: claimed.sequence }, end, ports);
  }
  await startRun(ports.workflows, { id });
}

async function keepChild(parent: ExecutionRecord, claimed: Claimed, ports: Ports): Promise<void> {
  const runbook = await keptRunbook(ports.store, parent.runbook);
  const record = childOf(parent, claimed, { runbook, now: ports.clock.now() });
  // It may be on record already.
  await keepExecution(record, ports).catch(unlessConflict);
}

/** The record of a target's execution: its parent's, with the parameters the target fills in. Throws InvalidAutomationExecutionParametersException. */
function childOf(
  parent: ExecutionRecord,
  { sequence, target }: Claimed,
  { runbook, now }: { runbook: Runbook; now: number },
): ExecutionRecord {
  const { documentName, documentVersion, executedBy, account, region, depth = 0 } = parent;
  const filled = Object.entries(runbook.parameters).filter(([name]) => parent.rateControl?.fromTargets.includes(name));
  const { values, texts } = startParameters(Object.fromEntries(filled), target.inputs);
  return {
    id: childId(parent.id, sequence),
    documentName,
    documentVersion,
    runbook: parent.runbook,
    status: 'InProgress',
    startTime: now,
    order: nextOrder(now),
    executedBy,
    account,
    region,
    parameters: { ...parent.parameters, ...texts },
    values: { ...parent.values, ...values },
    parent: { executionId: parent.id, stepId: targetStepId(parent.id, sequence), attempt: 1 },
    depth,
    target: { name: target.name, sequence },
  };
}
