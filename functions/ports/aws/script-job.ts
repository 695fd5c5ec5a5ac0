import { hash } from 'node:crypto';
import type { ScriptJob, ScriptResult } from '../scripts.ts';
import type { Key } from '../store.ts';

/**
 * A job from its start until its result was taken; `end` in epoch milliseconds. `claim` names the delivery that runs it, so that another one of the same job
 * does not. With `result` the script has run, and only the result is still to be taken.
 */
export interface JobRecord {
  job: ScriptJob;
  end: number;
  claim?: string;
  result?: ScriptResult;
}

/** Where a job stands. */
export const jobKey = (id: string): Key => ({ partition: `script#${id}`, sort: 'job' });

/** The bucket of what tells scripts to stop, and a job's object in it. */
export const stopsBucket = '.stops';
export const stopKey = (id: string): string => hash('sha256', id);
