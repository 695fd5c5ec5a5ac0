import { createHash } from 'node:crypto';
import type { StartChangeRequestExecutionRequest, StartChangeRequestExecutionResult } from '@aws-sdk/client-ssm';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Write } from '../../ports/store.ts';
import { startedBefore, tokenItem } from '../automation-executions/client-token.ts';
import { keepExecution, newExecution } from '../automation-executions/new-execution.ts';
import type { ExecutionRecord } from '../automation-executions/record.ts';
import { keepRunbook } from '../automation-executions/runbook-snapshot.ts';
import { startRun } from '../automation-executions/start-run.ts';
import { invalidAutomationExecutionParameters } from '../errors.ts';
import type { ChangeRequest } from './record.ts';
import { requestedRunbook } from './requested-runbook.ts';
import { type Template, templateOf } from './template.ts';
import { type Workflow, workflowOf } from './workflow.ts';

/** What a request says stands in its record up to twice, and a record holds 380 KB. */
const mostBytes = 131_072;

type Needs = Pick<Ports, 'store' | 'workflows' | 'clock' | 'ids' | 'events' | 'aws' | 'log'>;

/**
 * Requests a change: an execution of a change template that waits for its approvals, for its time and for open calendars, then runs the runbook.
 * Throws AutomationDefinitionNotApprovedException, AutomationDefinitionNotFoundException, AutomationDefinitionVersionNotFoundException, InvalidAutomationExecutionParametersException, IdempotentParameterMismatch.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartChangeRequestExecution.html
 */
export async function startChangeRequestExecution(
  input: StartChangeRequestExecutionRequest,
  ports: Needs,
  caller: Caller,
): Promise<StartChangeRequestExecutionResult> {
  const before = await startedBefore(input, ports.store, caller);
  const { id, kept } = before === undefined ? await recorded(input, ports, caller) : { id: before, kept: undefined };
  await startRun(ports.workflows, { id }, kept);
  return { AutomationExecutionId: id };
}

/** The new execution's id, and its write, which is under way. */
async function recorded(input: StartChangeRequestExecutionRequest, ports: Needs, caller: Caller) {
  if (Buffer.byteLength(JSON.stringify(input)) > mostBytes)
    throw invalidAutomationExecutionParameters('The change request is larger than 128 KB.');
  const template = await templateOf(ports, input, caller);
  const change = changeOf(input, template);
  const runbook = await requestedRunbook(input, template, { ports, place: caller });
  const { isAutoApproved = false, scheduledTime } = change;
  const workflow = workflowOf(template, { runbook, isAutoApproved, scheduledTime });
  const definition = await definitionFrom(template, workflow, ports);
  const record = await newExecution(asStart(input), ports, { id: ports.ids.orderedUuid(), caller, definition });
  const values = { ...record.values, ...workflow.values };
  const token: Write[] = input.ClientToken ? [{ put: tokenItem(input, record, caller), expect: 0 }] : [];
  const requested: ExecutionRecord = { ...record, values, change: { ...change, runbooks: [runbook] } };
  return { id: record.id, kept: keepExecution(requested, ports, token) };
}

const asStart = ({ DocumentName, Parameters, Tags }: StartChangeRequestExecutionRequest) => ({
  DocumentName,
  ...(Parameters && { Parameters }),
  ...(Tags && { Tags }),
});

/** The template's name and version with the runbook that was made of it, kept for the run. */
async function definitionFrom({ name, version }: Template, { content }: Workflow, { store }: Pick<Ports, 'store'>) {
  const snapshot = `${createHash('sha256').update(content).digest('hex')}.JSON`;
  const runbook = await keepRunbook(store, snapshot, async () => ({ content, format: 'JSON' }));
  return { documentName: name, documentVersion: version, snapshot, runbook };
}

function changeOf(input: StartChangeRequestExecutionRequest, template: Template): ChangeRequest {
  const { ChangeRequestName: name, ChangeDetails, ScheduledTime, ScheduledEndTime, AutoApprove = false } = input;
  const { templateInformation, autoApprovable } = template.content;
  const details = ChangeDetails ?? templateInformation;
  if (AutoApprove && autoApprovable !== true)
    throw invalidAutomationExecutionParameters(`Change template ${template.name} does not allow AutoApprove.`);
  if (ScheduledTime && ScheduledEndTime && ScheduledEndTime <= ScheduledTime)
    throw invalidAutomationExecutionParameters('ScheduledEndTime must be later than ScheduledTime.');
  return {
    status: AutoApprove ? 'Approved' : 'PendingApproval',
    runbooks: [],
    ...(name !== undefined && { name }),
    ...(typeof details === 'string' && { details }),
    ...(AutoApprove && { isAutoApproved: true }),
    ...(ScheduledTime && { scheduledTime: ScheduledTime.getTime() }),
    ...(ScheduledEndTime && { scheduledEndTime: ScheduledEndTime.getTime() }),
  };
}
