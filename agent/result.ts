/** How a command ended; the texts are the first 24,000 and 8,000 characters of what it printed. */
export interface CommandResult {
  state: 'successful' | 'failed' | 'timed_out' | 'cancelled' | 'interrupted';
  exitCode?: number;
  /** Why, where the exit code does not tell it. */
  reason?: string;
  stdout?: string;
  stderr?: string;
  /** What a script of Heat left in its output files, by output. */
  outputs?: Record<string, string>;
}

/** A command of which nobody knows how far it came. */
export const interrupted = (reason: string): CommandResult => ({ state: 'interrupted', reason });
