import type { Clock } from '../../functions/ports/clock.ts';
import type { Log } from '../../functions/ports/log.ts';
import type { Database } from '../database/database.ts';

interface RetentionPorts {
  database: Database;
  clock: Clock;
  log: Log;
}

/** The most executions that one turn deletes. */
const mostAtOnce = 50;

/** How often, in milliseconds, the engine looks for executions to forget. */
const interval = 60_000;

/** Deletes executions that ended long enough ago, with their history, in small batches, or never when that is Infinity; answers the way to stop. */
export function keepFor(retention: number, { database, clock, log }: RetentionPorts): () => void {
  if (retention === Infinity) return () => {};
  let cancel: (() => void) | undefined;
  const prune = (): void => {
    try {
      const wasFull = deleteBefore(database, clock.now() - retention) === mostAtOnce;
      cancel = clock.after(wasFull ? 1 : interval, prune);
    } catch (error) {
      log.error('executions that ended long ago are not deleted any more', { error });
    }
  };
  cancel = clock.after(interval, prune);
  return () => cancel?.();
}

function deleteBefore(database: Database, time: number): number {
  const select = database.prepare(
    'SELECT id FROM states_executions WHERE stopped IS NOT NULL AND stopped <= ? ORDER BY stopped LIMIT ?',
  );
  const rows = select.all(time, mostAtOnce);
  // What comes back after a crash is deleted again.
  for (const { id } of rows) {
    database.prepare('DELETE FROM states_events WHERE execution = ?').run(Number(id));
    database.prepare('DELETE FROM states_executions WHERE id = ?').run(Number(id));
  }
  return rows.length;
}
