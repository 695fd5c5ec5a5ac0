import { watching } from '../calling.ts';
import type { Body } from '../command.ts';
import { follow } from '../follow.ts';
import { watchClock } from '../patience.ts';
import { ending } from '../progress.ts';
import { exitCodeOf, onSignals } from '../signals.ts';
import { openTerminal } from '../terminal.ts';

/** quaymaster executions watch: its steps as they go on; Ctrl-C ends the watching, never the execution. */
export const watchExecution: Body = (given) =>
  watching(given, async ({ call, caller }) => {
    const leave = new AbortController();
    const off = onSignals({ first: () => leave.abort(), second: (signal) => process.exit(exitCodeOf(signal)) });
    const terminal = openTerminal(() => void process.emit('SIGINT', 'SIGINT'));
    const hands = { cancel: new AbortController().signal, leave: leave.signal };
    try {
      const watch = { call, caller, terminal, yes: given.values.yes === true, clock: watchClock, ...hands };
      const execution = await follow(given.positionals[0] ?? '', watch);
      if (!execution) return exitCodeOf('SIGINT');
      for (const line of ending(execution, terminal.look)) terminal.print(line);
      return execution.AutomationExecutionStatus === 'Success' ? 0 : 1;
    } finally {
      off();
    }
  });
