import type { StartAutomationExecutionRequest, StartAutomationExecutionResult } from '@aws-sdk/client-ssm';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Write } from '../../ports/store.ts';
import { keepCounted } from './admission.ts';
import { startedBefore, tokenItem } from './client-token.ts';
import { newAutomation } from '../rate-control/new-rate-control.ts';
import { isRateControlled } from '../rate-control/request.ts';
import { keepExecution } from './new-execution.ts';
import type { ExecutionRecord } from './record.ts';
import { startRun } from './start-run.ts';

type Needs = Pick<Ports, 'store' | 'workflows' | 'clock' | 'ids' | 'events' | 'aws' | 'http' | 'log' | 'quotas'>;

/**
 * Starts a runbook: the execution goes on record, then its state machine starts; a ClientToken starts one execution however often it is sent.
 * Throws AutomationDefinitionNotFoundException, AutomationDefinitionVersionNotFoundException, AutomationExecutionLimitExceededException,
 * InvalidAutomationExecutionParametersException, InvalidTarget, IdempotentParameterMismatch.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartAutomationExecution.html
 */
export async function startAutomationExecution(
  input: StartAutomationExecutionRequest,
  ports: Needs,
  caller: Caller,
): Promise<StartAutomationExecutionResult> {
  const before = await startedBefore(input, ports.store, caller);
  const { id, kept } = before === undefined ? await recorded(input, ports, caller) : { id: before, kept: undefined };
  const { AlarmConfiguration: alarmConfiguration } = input;
  const machines = { id, rateControl: isRateControlled(input), ...(alarmConfiguration && { alarmConfiguration }) };
  await startRun(ports.workflows, machines, kept);
  return { AutomationExecutionId: id };
}

/** The new execution's id, and its write where that is under way. */
async function recorded(input: StartAutomationExecutionRequest, ports: Needs, caller: Caller) {
  const { record, together } = await newAutomation(input, ports, { id: ports.ids.orderedUuid(), caller });
  const token: Write[] = input.ClientToken ? [{ put: tokenItem(input, record, caller), expect: 0 }] : [];
  const { quotas } = ports;
  if (!quotas) return { id: record.id, kept: keepExecution(record, ports, [...together, ...token]) };
  const keep = (counted: ExecutionRecord, counting: Write[]) =>
    keepExecution(counted, ports, [...together, ...token, ...counting]);
  await keepCounted(record, { ...ports, quotas }, keep);
  return { id: record.id };
}
