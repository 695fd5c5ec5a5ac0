import { jobKey, type JobRecord, stopKey, stopsBucket } from './script-job.ts';
import type { AwsApi } from '../aws-api.ts';
import type { Clock } from '../clock.ts';
import type { Objects } from '../objects.ts';
import type { ScriptJob, Scripts } from '../scripts.ts';
import type { Store } from '../store.ts';
import { isWritten, unlessConflict } from '../until-written.ts';

/** What the port is made of; `runner` names the function that runs jobs (functions/scripts/run-script.ts): it gets the id of each at least once. */
export interface LambdaScriptsOptions {
  store: Store;
  objects: Pick<Objects, 'put'>;
  clock: Clock;
  aws: AwsApi;
  runner: string;
}

/** How long a job that nobody ended stays on record, in seconds. */
const kept = 86_400;

/** Scripts in Lambda: a job is a record, a function that is trusted claims it and has it run by one that is not. */
export function lambdaScripts({ store, objects, clock, aws, runner }: LambdaScriptsOptions): Scripts {
  const deliver = async (id: string): Promise<void> => {
    const input = { FunctionName: runner, InvocationType: 'Event', Payload: JSON.stringify({ id }) };
    await aws.call({ service: 'lambda', operation: 'Invoke', input, sessionName: 'scripts' });
  };
  const start = async (job: ScriptJob): Promise<void> => {
    const end = clock.now() + job.timeoutSeconds * 1000;
    const value: JobRecord = { job, end };
    const put = { ...jobKey(job.id), value, expires: Math.ceil(end / 1000) + kept };
    // One that stands there already may have been written by somebody who never came to deliver it.
    await store.write([{ put, expect: 0 }]).catch(unlessConflict);
    await deliver(job.id);
  };
  const stop = async (id: string): Promise<void> => {
    const stored = await store.get<JobRecord>(jobKey(id));
    if (!stored) return;
    if (stored.value.claim !== undefined) await objects.put(stopsBucket, stopKey(id), new Uint8Array([1]));
    const isGone = await isWritten(store, [{ remove: jobKey(id), expect: stored.version }]);
    if (!isGone) await stop(id);
  };
  return { start, stop };
}
