import { inWords } from './client.ts';
import { type Command, UsageError } from './command.ts';
import { readRunbook, register, type RunbookFile } from './document.ts';
import { follow, startExecution, type Watch } from './follow.ts';
import { type Parameters, parametersFrom } from './parameters.ts';
import { watchClock } from './patience.ts';
import { ending } from './progress.ts';
import { openSession, sessionHelp, sessionOptions } from './session.ts';
import { exitCodeOf, onSignals } from './signals.ts';
import { openTerminal } from './terminal.ts';

const help = `quaymaster run FILE [options]: runs a runbook (YAML or JSON) and watches it

  --parameters K=V  one each, also as FILE K=V ...; lists as a,b or JSON, maps as JSON
  --yes             approve and resume without a question where you may
${sessionHelp}

The file becomes a document of its name, a new version of it where its text changed. Steps that wait for you ask you.
Ctrl-C cancels the execution. Exit code: 0 Success, 1 any other end, 130 after Ctrl-C.`;

/** quaymaster run: from a file to its outputs. */
export const run: Command = {
  help,
  options: { parameters: { type: 'string', multiple: true }, yes: { type: 'boolean' }, ...sessionOptions },
  async run(given) {
    const [file, ...rest] = given.positionals;
    if (!file) throw new UsageError('run needs a runbook FILE: quaymaster run examples/hello.yaml');
    const runbook = readRunbook(file);
    const parameters = parametersFrom([...[given.values.parameters ?? []].flat().map(String), ...rest], runbook.types);
    const session = await openSession(given);
    const hands = handsOn();
    const terminal = openTerminal(hands.interrupt);
    try {
      const watch = { call: session.call, terminal, yes: given.values.yes === true, clock: watchClock, ...hands };
      return await runbookRun(runbook, parameters, watch);
    } catch (error) {
      throw inWords(error);
    } finally {
      await session.close();
      hands.off();
    }
  },
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
