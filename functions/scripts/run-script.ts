import { type AwsApi, isOfAws } from '../ports/aws-api.ts';
import { jobKey, type JobRecord, stopKey, stopsBucket } from '../ports/aws/script-job.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Objects } from '../ports/objects.ts';
import type { ScriptFinished, ScriptJob, ScriptResult } from '../ports/scripts.ts';
import type { Store, Stored } from '../ports/store.ts';
import { isWritten, unlessConflict } from '../ports/until-written.ts';
import { languageOf, limitsFor } from './limits.ts';
import { roleEnvironment } from './role-environment.ts';
import type { RunOrder, ScriptAnswer } from './script-order.ts';
import { lateResult, notRun, scriptResult } from './script-result.ts';

/** What the trusted half of the scripts port needs; `run` is the half that is not. */
export interface RunScriptOptions {
  store: Store;
  objects: Pick<Objects, 'url' | 'remove'>;
  aws: AwsApi;
  clock: Clock;
  log: Log;
  run: RunOrder;
  finished: ScriptFinished;
}

/** How often a script's keeper looks whether it is to stop, in seconds. */
const stopInterval = 2;
/** How much longer than the script a URL is good, in seconds. */
const margin = 60;

/**
 * Has one job run and takes its result home. `claim` names this delivery and is the same when it is repeated; a delivery of a job that another one claimed,
 * that was stopped or is over does nothing.
 */
export async function runScript(id: string, claim: string, options: RunScriptOptions): Promise<void> {
  const claimed = await claimJob(id, claim, options);
  if (!claimed) return;
  // On record before it is told, so that a repeated delivery tells it and runs nothing.
  const ended = claimed.value.result
    ? claimed
    : await keepResult(claimed, await resultOf(claimed.value, options), options);
  if (ended?.value.result) {
    await options.finished(id, ended.value.result);
    await options.store.write([{ remove: jobKey(id), expect: ended.version }]).catch(unlessConflict);
  }
  await options.objects.remove(stopsBucket, stopKey(id));
}

async function claimJob(id: string, claim: string, options: RunScriptOptions): Promise<Stored<JobRecord> | undefined> {
  const stored = await options.store.get<JobRecord>(jobKey(id));
  if (!stored) return undefined;
  const { value, version } = stored;
  if (value.claim === claim) return stored;
  if (value.claim !== undefined) return void options.log.info('a script runs already', { id });
  const put = { ...stored, value: { ...value, claim } };
  const isClaimed = await isWritten(options.store, [{ put, expect: version }]);
  return isClaimed ? { ...put, version: version + 1 } : claimJob(id, claim, options);
}

/** The record with its result; undefined where somebody stopped the job meanwhile. */
async function keepResult(claimed: Stored<JobRecord>, result: ScriptResult, { store }: RunScriptOptions) {
  const { value, version } = claimed;
  // What the job was made of is needed no more, and both together may be too large for a record.
  const put = { ...claimed, value: { ...value, job: { ...value.job, source: '', payload: null }, result } };
  const isKept = await isWritten(store, [{ put, expect: version }]);
  return isKept ? { ...put, version: version + 1 } : undefined;
}

async function resultOf({ job, end }: JobRecord, options: RunScriptOptions): Promise<ScriptResult> {
  const language = languageOf(job.runtime);
  if (!language) return notRun(`The runtime ${job.runtime} is not supported`);
  const seconds = (end - options.clock.now()) / 1000;
  if (seconds <= 0) return lateResult(job);
  const url = (bucket: string, key: string) => options.objects.url(bucket, key, Math.ceil(seconds) + margin);
  const { source, handler, payload, attachment } = job;
  const told = await orFailure(roleEnvironment(job, options.aws));
  if (typeof told === 'string') return notRun(`The script could not be started: ${told}`);
  const order = {
    language,
    source,
    handler,
    payload,
    seconds,
    limits: limitsFor(language),
    environment: told,
    stop: { url: await url(stopsBucket, stopKey(job.id)), seconds: stopInterval },
    ...(attachment && { attachment: { ...attachment, url: await url(attachment.bucket, attachment.key) } }),
  };
  return resultFrom(await options.run(order, tenantOf(job)), job);
}

/** Who shares nothing with others: the execution that the job belongs to. */
const tenantOf = ({ id }: ScriptJob): string => id.split('/', 1)[0] ?? id;

function resultFrom(answer: ScriptAnswer, job: ScriptJob): ScriptResult {
  if ('refused' in answer) return notRun(`The script could not be started: ${answer.refused}`);
  return answer.late ? lateResult(job, answer.log) : scriptResult(answer);
}

/** What AWS refuses is the script's failure, in AWS's words. */
const orFailure = <Value>(asked: Promise<Value>): Promise<Value | string> =>
  asked.catch((error: unknown) => {
    if (isOfAws(error)) return error.message;
    throw error;
  });
