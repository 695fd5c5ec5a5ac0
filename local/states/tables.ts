import type { Database } from '../database/database.ts';

/** Each execution has room for this many frames: their row ids begin with its id, so they lie together. */
export const roomPerExecution = 2 ** 21;

/**
 * The engine's tables. Only frames that must run after a restart, and only those with a time to wake at, stand in an index,
 * so a restart costs what must run, not what waits. Events are only ever added at the end, one row for those of one commit.
 */
export function defineTables(database: Database): void {
  database.define(`
    CREATE TABLE IF NOT EXISTS states_definitions (hash TEXT PRIMARY KEY, definition TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS states_executions (
      id INTEGER PRIMARY KEY AUTOINCREMENT, machine TEXT NOT NULL, name TEXT NOT NULL, definition TEXT NOT NULL,
      status TEXT NOT NULL, input TEXT NOT NULL, output TEXT, error TEXT, cause TEXT, started INTEGER NOT NULL,
      stopped INTEGER, timeout INTEGER, last_event INTEGER NOT NULL, parent_execution INTEGER, parent_frame INTEGER);
    CREATE UNIQUE INDEX IF NOT EXISTS states_executions_name ON states_executions (machine, name);
    CREATE INDEX IF NOT EXISTS states_executions_timeout ON states_executions (timeout) WHERE stopped IS NULL AND timeout IS NOT NULL;
    CREATE INDEX IF NOT EXISTS states_executions_stopped ON states_executions (stopped) WHERE stopped IS NOT NULL;
    CREATE INDEX IF NOT EXISTS states_executions_parent ON states_executions (parent_execution, parent_frame)
      WHERE parent_execution IS NOT NULL;
    CREATE TABLE IF NOT EXISTS states_frames (
      id INTEGER PRIMARY KEY, parent INTEGER, place INTEGER NOT NULL, scope TEXT NOT NULL, state TEXT NOT NULL, phase TEXT NOT NULL,
      running INTEGER, due INTEGER, activity TEXT, input TEXT NOT NULL, variables TEXT NOT NULL, rest TEXT NOT NULL);
    CREATE INDEX IF NOT EXISTS states_frames_running ON states_frames (id) WHERE running IS NOT NULL;
    CREATE INDEX IF NOT EXISTS states_frames_due ON states_frames (due) WHERE due IS NOT NULL;
    CREATE INDEX IF NOT EXISTS states_frames_activity ON states_frames (activity, id) WHERE activity IS NOT NULL;
    CREATE TABLE IF NOT EXISTS states_events (id INTEGER PRIMARY KEY, execution INTEGER NOT NULL, events TEXT NOT NULL);
    CREATE INDEX IF NOT EXISTS states_events_execution ON states_events (execution);`);
}
