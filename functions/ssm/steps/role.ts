import { createHash } from 'node:crypto';
import {
  type AwsCall,
  AwsError,
  AwsUnreachable,
  AwsUnusable,
  isAccessRefused,
  isThrottled,
} from '../../ports/aws-api.ts';
import type { JsonObject } from '../../ports/json.ts';
import type { ExecutionRecord } from '../automation-executions/record.ts';
import type { Runbook } from '../documents/runbook.ts';
import { interpolate, UnresolvedReference } from '../expressions/interpolate.ts';
import { systemVariable } from '../expressions/system-variables.ts';
import { actionFailed, type Outcome, type StepContext } from './step-action.ts';

/** The role that the runbook of a step acts as. */
export const roleOf = ({ runbook, execution, now }: StepContext): string | undefined =>
  assumedRole(runbook, execution, now);

/** What the name of a role may be made of: the execution's id, place and parameters. */
type Named = Pick<ExecutionRecord, 'id' | 'account' | 'region' | 'values'>;

/** The role a runbook acts as: its `assumeRole` with parameters filled in; without one, or an empty one, AWS is called as the server itself. */
export function assumedRole(runbook: Runbook, { id, account, region, values }: Named, now: number): string | undefined {
  const system = { executionId: id, account, region, partition: 'aws', now };
  const role = interpolate(runbook.assumeRole ?? '', (reference) =>
    Object.hasOwn(values, reference) ? values[reference] : systemVariable(reference, system),
  );
  return typeof role === 'string' && role.trim() !== '' ? role.trim() : undefined;
}

/** What a runbook action asks of AWS: the service and the operation as boto3 or the API names them. */
export type AwsQuestion = Pick<AwsCall, 'service' | 'operation' | 'input' | 'region' | 'timeoutSeconds'>;

const longestCall = 25;

/** Calls AWS for a step: under the runbook's role, in a session named as the execution, with the attempt's idempotency token, within the step's time. */
export function callAws(context: StepContext, question: AwsQuestion): Promise<JsonObject> {
  const { execution, ports, now, deadline = Infinity } = context;
  const roleArn = roleOf(context);
  const limit = question.timeoutSeconds ?? longestCall;
  return ports.aws.call({
    region: execution.region,
    ...question,
    timeoutSeconds: Math.max(1, Math.min(limit, (deadline - now) / 1000)),
    sessionName: execution.id,
    idempotencyToken: attemptToken(context, `${question.service}.${question.operation}`),
    ...(roleArn !== undefined && { roleArn }),
  });
}

/** A UUID that stands for one thing one attempt of a step does, the same after a crash. */
export function attemptToken({ execution, record }: StepContext, purpose: string): string {
  const hash = createHash('sha256').update(`${execution.id}/${record.id}/${record.attempt}/${purpose}`).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

/** The failure of a step whose call of AWS failed, in boto3's words; what is no answer of AWS is thrown on. */
export function awsFailure(error: unknown, phase = 'Execute/Cancelling action'): Outcome & { outcome: 'failed' } {
  const failed = (detail: string) => actionFailed(phase, detail) as Outcome & { outcome: 'failed' };
  const isTold = [AwsUnreachable, AwsUnusable, UnresolvedReference].some((kind) => error instanceof kind);
  if (isTold) return failed((error as Error).message);
  if (!(error instanceof AwsError)) throw error;
  const { code, operation, message } = error;
  const outcome = failed(`An error occurred (${code}) when calling the ${operation} operation: ${message}`);
  if (isAccessRefused(code)) return { ...outcome, failure: { ...outcome.failure, type: 'Permission' } };
  if (isThrottled(code)) return { ...outcome, failure: { ...outcome.failure, type: 'Throttling' } };
  return outcome;
}
