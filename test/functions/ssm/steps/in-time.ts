import type { AutomationExecution } from '@aws-sdk/client-ssm';
import { StopAutomationExecutionCommand } from '@aws-sdk/client-ssm';
import { AwsError } from '../../../../functions/ports/aws-api.ts';
import type { Running } from '../../../running.ts';

/** What AWS throws when it refuses a call. */
export const refusal = (operation: string, code: string, status = 400): AwsError =>
  new AwsError({ code, message: 'no', operation, status });

/** The execution once it has one of the statuses, while the time passes in turns of so many seconds. */
export async function inTime(
  running: Running,
  id: string,
  { statuses, seconds = 60, turns = 800 }: { statuses: string[]; seconds?: number; turns?: number },
): Promise<AutomationExecution> {
  for (let turn = 0; turn < turns; turn++) {
    await running.settled();
    const [step] = await running.steps(id);
    if (statuses.includes(step?.[1] ?? '')) return running.reach(id, ...statuses);
    running.clock.advance(seconds * 1000);
  }
  throw new Error(`not ${statuses.join(' or ')} in time: ${JSON.stringify(await running.steps(id))}`);
}

/** Lets so many seconds pass, and what is due happen. */
export async function pass(running: Running, seconds: number): Promise<void> {
  running.clock.advance(seconds * 1000);
  await running.settled();
}

/** Stops a run whose only step waits, and tells what was asked of AWS after that. */
export async function askedAfterStop(running: Running, id: string): Promise<[string, object][]> {
  await running.settled();
  const before = running.aws.calls.length;
  await running.client.send(new StopAutomationExecutionCommand({ AutomationExecutionId: id }));
  await running.reach(id, 'Cancelled');
  await pass(running, 3_600);
  return running.aws.asked().slice(before);
}
