import { allRecords } from '../../functions/ports/every-record.ts';
import type { ScriptJob } from '../../functions/ports/scripts.ts';
import type { Key, Store } from '../../functions/ports/store.ts';
import { isWritten } from '../../functions/ports/until-written.ts';

const partition = 'scripts';
const keyOf = (id: string): Key => ({ partition, sort: id });

/** Writes a job down until it is delivered; false when it stood there already. */
export const keepJob = (store: Store, job: ScriptJob): Promise<boolean> =>
  isWritten(store, [{ put: { ...keyOf(job.id), value: job }, expect: 0 }]);

/** Strikes a job off; false when it was off already. */
export const forgetJob = (store: Store, id: string): Promise<boolean> =>
  isWritten(store, [{ remove: keyOf(id), expect: 1 }]);

/** Every job that was written down and not struck off. */
export async function keptJobs(store: Store): Promise<ScriptJob[]> {
  const jobs = await allRecords<ScriptJob>(store, { partition });
  return jobs.map(({ value }) => value);
}
