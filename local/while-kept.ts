import type { Handler } from '../functions/api/handler.ts';
import type { Database } from './database/database.ts';

/**
 * The handler as long as the database keeps what it is given. Once a commit failed (full disk, failing sync), every request, `/health` too,
 * is answered with 503 until the program is started again: what it held in memory may differ from what is on disk.
 */
export const whileKept =
  (handler: Handler, database: Pick<Database, 'failure'>): Handler =>
  async (event) => {
    if (database.failure) return unavailable(database.failure);
    const answer = await handler(event);
    // The request that met the failure is told why it failed.
    return database.failure && (answer.statusCode ?? 200) >= 500 ? unavailable(database.failure) : answer;
  };

const unavailable = ({ message }: Error) => ({
  statusCode: 503,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    __type: 'ServiceUnavailableException',
    message: `Nothing can be written to the data folder (${message}). Restart the program when this is mended.`,
  }),
});
