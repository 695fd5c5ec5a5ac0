import { allRecords } from '../../functions/ports/every-record.ts';
import type { ScriptJob } from '../../functions/ports/scripts.ts';
import { WriteConflict, type Key, type Store, type Write } from '../../functions/ports/store.ts';

const partition = 'scripts';
const keyOf = (id: string): Key => ({ partition, sort: id });

/** Writes a job down until it is delivered; false when it stood there already. */
export const keepJob = (store: Store, job: ScriptJob): Promise<boolean> =>
  applies(store, { put: { ...keyOf(job.id), value: job }, expect: 0 });

/** Strikes a job off; false when it was off already. */
export const forgetJob = (store: Store, id: string): Promise<boolean> =>
  applies(store, { remove: keyOf(id), expect: 1 });

/** Every job that was written down and not struck off. */
export async function keptJobs(store: Store): Promise<ScriptJob[]> {
  const jobs = await allRecords<ScriptJob>(store, { partition });
  return jobs.map(({ value }) => value);
}

async function applies(store: Store, write: Write): Promise<boolean> {
  try {
    await store.write([write]);
    return true;
  } catch (error) {
    if (error instanceof WriteConflict) return false;
    throw error;
  }
}
