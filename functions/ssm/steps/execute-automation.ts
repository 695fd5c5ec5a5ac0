import type { StartAutomationExecutionRequest } from '@aws-sdk/client-ssm';
import { ApiError } from '../../api/error.ts';
import type { Json, JsonObject } from '../../ports/json.ts';
import { type Write, WriteConflict } from '../../ports/store.ts';
import { keepExecution, type Origin } from '../automation-executions/new-execution.ts';
import {
  type Attempt,
  type ExecutionRecord,
  executionKey,
  isFinished,
  namedUuid,
} from '../automation-executions/record.ts';
import { getExecution } from '../automation-executions/run.ts';
import { attemptName } from '../automation-executions/settle-step.ts';
import { startRun } from '../automation-executions/start-run.ts';
import { requestStop } from '../automation-executions/stop-automation-execution.ts';
import { isMap, plainTexts } from '../expressions/typed-value.ts';
import { newAutomation } from '../rate-control/new-rate-control.ts';
import { targetingIn } from '../rate-control/request.ts';
import { actionFailed, invalidInput, type Outcome, type StepAction, type StepContext } from './step-action.ts';

const deepest = 5;
/** A child tells its parent when it ends; this is for one whose word was lost. */
const betweenLooks = 600_000;

const attemptOf = ({ execution, record }: StepContext): Attempt => ({
  executionId: execution.id,
  stepId: record.id,
  attempt: record.attempt,
});

/** The child's id, the same when the attempt is repeated after a crash. */
const childId = (context: StepContext) => namedUuid(attemptName(attemptOf(context)));

/** aws:executeAutomation: runs another runbook as a child execution, for the same user, and waits for its end. */
export const executeAutomation: StepAction = {
  async begin(context) {
    const problem = problemOf(context);
    if (problem) return invalidInput(problem);
    try {
      await startChild(context);
    } catch (error) {
      if (error instanceof ApiError) return actionFailed('Execute/Cancelling action', error.message);
      throw error;
    }
    return waits(context);
  },

  async resume(context) {
    const child = await getExecution(context.ports.store, childId(context));
    if (!child) return executeAutomation.begin(context);
    if (isFinished(child.value)) return outcomeOf(child.value);
    if (context.now < (context.deadline ?? Infinity)) return waits(context);
    await requestStop(child.value.id, context.ports);
    return { outcome: 'timedOut', detail: `Automation ${child.value.id} did not end in time` };
  },

  async cancel(context) {
    await requestStop(childId(context), context.ports);
  },
};

const waits = ({ now, deadline = Infinity }: StepContext): Outcome => ({
  outcome: 'waits',
  status: 'InProgress',
  wakeAt: Math.min(now + betweenLooks, deadline),
});

function problemOf({ execution, record }: StepContext): string | undefined {
  if (typeof record.inputs.DocumentName !== 'string') return 'DocumentName must be the name of a runbook';
  if ((execution.depth ?? 0) + 1 >= deepest) return `Automations can be nested at most ${deepest} levels deep`;
  return undefined;
}

async function startChild(context: StepContext): Promise<void> {
  const { execution, record, ports } = context;
  const { DocumentName, DocumentVersion, RuntimeParameters, Tags } = record.inputs;
  const request = {
    ...targetingIn(record.inputs),
    DocumentName: textOf(DocumentName),
    ...(DocumentVersion !== undefined && { DocumentVersion: textOf(DocumentVersion) }),
    Parameters: textsOf(RuntimeParameters),
    ...(Array.isArray(Tags) && { Tags: Tags.filter(isMap).map(tagOf) }),
  };
  const caller = { arn: execution.executedBy, account: execution.account, region: execution.region };
  const origin = { id: childId(context), caller, parent: attemptOf(context), depth: (execution.depth ?? 0) + 1 };
  const child = (await getExecution(ports.store, origin.id))?.value ?? (await keptChild(request, context, origin));
  await startRun(ports.workflows, child);
}

async function keptChild(
  request: StartAutomationExecutionRequest,
  context: StepContext,
  origin: Origin,
): Promise<ExecutionRecord> {
  const { ports } = context;
  const { record, together } = await newAutomation(request, ports, origin);
  const check = await checkOfParent(context);
  try {
    await keepExecution(record, ports, [...together, check]);
    return record;
  } catch (error) {
    const kept = error instanceof WriteConflict ? await getExecution(ports.store, origin.id) : undefined;
    if (!kept) throw error;
    return kept.value;
  }
}

/** A child goes on record only while its parent wants it: a stop that came first has looked for children already. */
async function checkOfParent({ execution, record, ports }: StepContext): Promise<Write> {
  const above = await getExecution(ports.store, execution.id);
  const isOver = !above || isFinished(above.value) || (above.value.status === 'Cancelling' && !record.isCancelPath);
  if (isOver) throw new WriteConflict(`The automation execution ${execution.id} is over or being stopped`);
  return { check: executionKey(execution.id), expect: above.version };
}

const textOf = (value: Json | undefined) => (value === undefined ? '' : plainTexts(value).join(''));

const tagOf = ({ Key = '', Value = '' }: JsonObject) => ({ Key: textOf(Key), Value: textOf(Value) });

const textsOf = (parameters: Json | undefined): Record<string, string[]> =>
  isMap(parameters)
    ? Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, plainTexts(value)]))
    : {};

function outcomeOf(child: ExecutionRecord): Outcome {
  const output = Object.values(child.outputs ?? {}).flat();
  const outputs = { ExecutionId: child.id, Status: child.status, Output: output };
  if (child.status === 'Success') return { outcome: 'success', outputs, answer: outputs };
  const end = `{Status=[${child.status}], Output=[${output.join(', ')}], ExecutionId=[${child.id}]}`;
  const detail = `Failed to run automation with executionId: ${child.id} ${child.status} : ${end}`;
  const phase = 'Execution complete: verified';
  return { outcome: 'failed', failure: { phase, detail, stage: 'PostVerification', type: 'Action' }, outputs };
}
