import type { Entry } from './journal.ts';
import type { CommandResult } from './result.ts';

/** Whether a command may run. */
export interface Go {
  go: boolean;
  reason?: string;
}

/** Who gave a command: is asked before it runs and told of its end. What these throw is tried again. */
export interface Origin {
  begin(entry: Entry): Promise<Go>;
  log(entry: Entry, index: number, text: string): Promise<boolean>;
  finish(entry: Entry, result: CommandResult): Promise<void>;
}
