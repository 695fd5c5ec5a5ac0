import type { TargetLocation } from '@aws-sdk/client-ssm';
import type { AwsCall } from '../../ports/aws-api.ts';
import type { JsonObject } from '../../ports/json.ts';
import type { Ports } from '../../ports/ports.ts';
import type { ExecutionRecord } from '../automation-executions/record.ts';
import { textAt } from '../steps/answers.ts';
import { awsFailure } from '../steps/role.ts';
import { childId, type TargetEnd, type TargetRecord } from './record.ts';

const usualRole = 'AWS-SystemsManager-AutomationExecutionRole';

/** One execution in another account or Region, and the outside world. */
export interface There {
  parent: ExecutionRecord;
  target: TargetRecord;
  aws: Ports['aws'];
}

const locationOf = ({ parent, target }: There): TargetLocation =>
  parent.rateControl?.locations?.[target.place?.location ?? -1] ?? {};

function roleArnOf(there: There): string {
  const { account = '', region = '' } = there.target.place ?? {};
  const partition = region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  return `arn:${partition}:iam::${account}:role/${locationOf(there).ExecutionRoleName ?? usualRole}`;
}

const call = (there: There, question: Pick<AwsCall, 'operation' | 'input'>): Promise<JsonObject> =>
  there.aws.call({
    service: 'ssm',
    ...question,
    region: there.target.place?.region ?? there.parent.region,
    roleArn: roleArnOf(there),
    sessionName: there.parent.id,
  });

/** Starts the runbook there, under the location's execution role, and says the id; started again, it is the same execution. */
export async function startThere(there: There): Promise<string> {
  const { id, rateControl } = there.parent;
  const { documentName = '', documentVersion, parameters = {} } = rateControl?.elsewhere ?? {};
  const own = rateControl?.elsewhere?.roleParameter;
  // A runbook elsewhere acts as the location's role; the caller's is one of this account.
  const Parameters = {
    ...parameters,
    ...(own !== undefined && Object.hasOwn(parameters, own) && { [own]: [roleArnOf(there)] }),
  };
  const input = {
    DocumentName: documentName,
    ...(documentVersion !== undefined && { DocumentVersion: documentVersion }),
    ...(Object.keys(Parameters).length && { Parameters }),
    ClientToken: childId(id, there.target.sequence),
    ...targetingOf(there),
  };
  const answer = await call(there, { operation: 'StartAutomationExecution', input });
  return textAt('$.AutomationExecutionId', answer);
}

/** What the execution there is to target: the location's own words before the start's. */
function targetingOf(there: There): JsonObject {
  const { parameterName, targets, maps, maxConcurrency, maxErrors } = there.parent.rateControl ?? {};
  const location = locationOf(there);
  const { TargetsMaxConcurrency: concurrency = maxConcurrency, TargetsMaxErrors: errors = maxErrors } = location;
  const members = {
    TargetParameterName: parameterName,
    Targets: location.Targets?.length ? location.Targets : targets,
    TargetMaps: maps,
    MaxConcurrency: concurrency,
    MaxErrors: errors,
    AlarmConfiguration: location.TargetLocationAlarmConfiguration,
  };
  return JSON.parse(JSON.stringify(members)) as JsonObject;
}

const ends: Record<string, TargetEnd> = {
  Success: 'Success',
  CompletedWithSuccess: 'Success',
  Failed: 'Failed',
  CompletedWithFailure: 'Failed',
  Rejected: 'Failed',
  TimedOut: 'TimedOut',
  Cancelled: 'Cancelled',
};

/** How the execution there ended, with its message, or undefined while it goes on. */
export async function endThere(there: There): Promise<{ status: TargetEnd; message: string } | undefined> {
  const input = { AutomationExecutionId: there.target.executionId ?? '' };
  const answer = await call(there, { operation: 'GetAutomationExecution', input });
  const status = ends[textAt('$.AutomationExecution.AutomationExecutionStatus', answer)];
  return status && { status, message: textAt('$.AutomationExecution.FailureMessage', answer) };
}

/** Asks the execution there to stop; what AWS refuses is only told in the log, because its end decides. */
export async function stopThere(there: There, log: Ports['log']): Promise<void> {
  const { executionId = '' } = there.target;
  const input = { AutomationExecutionId: executionId, Type: 'Cancel' };
  await call(there, { operation: 'StopAutomationExecution', input }).catch((error: unknown) => {
    log.warn('an execution elsewhere could not be stopped', { executionId, error: awsFailure(error).failure.detail });
  });
}
