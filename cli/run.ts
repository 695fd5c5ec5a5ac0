import { watching } from './calling.ts';
import { type Body, listOption } from './command.ts';
import { readRunbook, register, type RunbookFile } from './document.ts';
import { follow, startExecution, type Watch } from './follow.ts';
import { type Parameters, parametersFrom } from './parameters.ts';
import { watchClock } from './patience.ts';
import { ending } from './progress.ts';
import { exitCodeOf, onSignals } from './signals.ts';
import { openTerminal } from './terminal.ts';

/** quaymaster run: from a file to its outputs. */
export const run: Body = async (given) => {
  const [file = '', ...rest] = given.positionals;
  const runbook = readRunbook(file);
  const parameters = parametersFrom([...listOption(given, 'parameters'), ...rest], runbook.types);
  return watching(given, async ({ call, caller }) => {
    const hands = handsOn();
    const terminal = openTerminal(hands.interrupt);
    try {
      return await runbookRun(runbook, parameters, {
        call,
        caller,
        terminal,
        yes: given.values.yes === true,
        clock: watchClock,
        ...hands,
      });
    } finally {
      hands.off();
    }
  });
};

/** Signals as wishes: the first cancels, the second leaves, a third ends the process. */
function handsOn() {
  const cancel = new AbortController();
  const leave = new AbortController();
  const second = (signal: NodeJS.Signals) => {
    if (leave.signal.aborted) process.exit(exitCodeOf(signal));
    leave.abort();
  };
  const off = onSignals({ first: () => cancel.abort(), second });
  const interrupt = () => void process.emit('SIGINT', 'SIGINT');
  return { cancel: cancel.signal, leave: leave.signal, off, interrupt };
}

/** Registers a runbook, runs it and shows how it went; answers with the exit code. */
export async function runbookRun(runbook: RunbookFile, parameters: Parameters, watch: Watch): Promise<number> {
  const { call, terminal } = watch;
  const version = await register(call, runbook);
  const id = await startExecution(call, {
    DocumentName: runbook.name,
    DocumentVersion: version,
    // The service takes no empty map.
    ...(Object.keys(parameters).length && { Parameters: parameters }),
  });
  terminal.print(`${runbook.name} ${terminal.look.paint('dim', id)}`);
  const execution = await follow(id, watch);
  if (!execution) terminal.print('It goes on without you, here or when the server next starts.');
  else for (const line of ending(execution, terminal.look)) terminal.print(line);
  if (watch.cancel.aborted) return exitCodeOf('SIGINT');
  return execution?.AutomationExecutionStatus === 'Success' ? 0 : 1;
}
