import { join } from 'node:path';
import { orderOf } from '../../functions/ports/order.ts';
import { executionItem, type ExecutionRecord } from '../../functions/ssm/automation-executions/record.ts';
import { systemClock } from '../../functions/ports/system-clock.ts';
import { openDataFolder } from '../../local/data-folder.ts';
import { Database } from '../../local/database/database.ts';
import { sqliteStore } from '../../local/database/sqlite-store.ts';

const statuses = ['Success', 'Success', 'Success', 'Failed', 'Cancelled'] as const;

/** One of many finished runs, a minute after the one before it. */
function finishedRun(place: number, newest: number): ExecutionRecord {
  const startTime = newest - place * 60_000;
  return {
    id: `00000000-0000-4000-8000-${String(place).padStart(12, '0')}`,
    documentName: place % 3 === 0 ? 'RotateKeys' : 'RestartWeb',
    documentVersion: '1',
    runbook: 'none',
    status: statuses[place % statuses.length] ?? 'Success',
    startTime,
    endTime: startTime + 1000 + ((place * 7919) % 90_000),
    order: orderOf(startTime),
    executedBy: 'arn:aws:iam::000000000000:user/ada',
    account: '000000000000',
    region: 'us-east-1',
    parameters: {},
    values: {},
  };
}

/** Fills a data folder with finished runs, before its server starts. */
export async function fillWithRuns(data: string, count: number, newest: number): Promise<void> {
  openDataFolder(data);
  const database = new Database(join(data, 'quaymaster.db'));
  const store = sqliteStore(database, systemClock());
  for (let from = 0; from < count; from += 100) {
    const items = Array.from({ length: 100 }, (_, place) => executionItem(finishedRun(from + place, newest)));
    await store.write(items.map((put) => ({ put, expect: 0 })));
  }
  database.close();
}
