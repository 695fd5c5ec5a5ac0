import { everyRecord } from '../../ports/every-record.ts';
import type { Store } from '../../ports/store.ts';
import type { ExecutionRecord, StoredExecution } from './record.ts';

type Executions = AsyncGenerator<StoredExecution, void, void>;

/** The executions in partitions of the index of statuses, one after the other, each in the order they started; `limit` are read at once. */
export async function* executionsIn(store: Store, partitions: string[], limit: number): Executions {
  for (const partition of partitions) yield* everyRecord<ExecutionRecord>(store, { index: 'status', partition, limit });
}
