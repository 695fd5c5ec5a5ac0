import { type Call, inWords } from './client.ts';
import { type Arguments, type Command, textOption, UsageError } from './command.ts';
import { type Execution, isOver, readExecution } from './execution.ts';
import { adviceFor, gateOf } from './gate.ts';
import { type Patience, patiently, watchClock } from './patience.ts';
import { ending, type Look } from './progress.ts';
import { openSession, sessionHelp, sessionOptions } from './session.ts';
import { exitCodeOf, onSignals } from './signals.ts';
import { openTerminal } from './terminal.ts';

const help = `quaymaster wait execution ID [options]: waits until an execution is over, and tells how it ended

  --timeout N       give up after N seconds; the execution goes on (no limit)
${sessionHelp}

Exit code: 0 Success, 1 any other end or no such execution, 124 not over in time, 130 after Ctrl-C.`;

/** quaymaster wait: for scripts that start an execution and need its end. */
export const wait: Command = {
  help,
  options: { timeout: { type: 'string' }, ...sessionOptions },
  async run(given) {
    const { id, seconds } = waitOptions(given);
    const session = await openSession(given);
    const leave = new AbortController();
    const off = onSignals({ first: () => leave.abort(), second: (signal) => process.exit(exitCodeOf(signal)) });
    const tell = (line: string) => console.error(line);
    try {
      const watch = { call: session.call, clock: watchClock, leave: leave.signal, tell };
      return await executionWait(
        { id, seconds },
        watch,
        openTerminal(() => leave.abort()),
      );
    } catch (error) {
      throw inWords(error);
    } finally {
      off();
      await session.close();
    }
  },
};

/** What to wait for, and for how many seconds at most. */
export interface Wish {
  id: string;
  seconds: number;
}

/** Reads the wish off a command line. Throws UsageError. */
export function waitOptions(given: Arguments): Wish {
  const [what, id, ...rest] = given.positionals;
  if (what !== 'execution' || !id || rest.length)
    throw new UsageError('wait takes an execution and its id: quaymaster wait execution ID');
  const text = textOption(given, 'timeout') ?? 'Infinity';
  if (!/^(\d{1,9}(\.\d+)?|Infinity)$/.test(text)) throw new UsageError(`--timeout ${text} is no number of seconds`);
  return { id, seconds: Number(text) };
}

const timedOut = 124;
const shortest = 200;
const longest = 5000;

/** Asks ever less often, every five seconds in the end, until the execution is over; answers with the exit code. */
export async function executionWait(
  { id, seconds }: Wish,
  watch: Patience & { call: Call },
  { print, look }: Printer,
): Promise<number> {
  const { call, clock, leave, tell } = watch;
  const until = clock.now() + seconds * 1000;
  for (let interval = shortest; !leave.aborted; interval = Math.min(interval * 1.5, longest)) {
    const execution = await patiently(() => readExecution(call, id), { ...watch, until });
    if (isOver(execution.AutomationExecutionStatus)) {
      print(ending(execution, look).join('\n'));
      return execution.AutomationExecutionStatus === 'Success' ? 0 : 1;
    }
    const left = until - clock.now();
    if (left <= 0) {
      tell(notOver(execution, id));
      return timedOut;
    }
    await clock.sleep(Math.min(interval, left), leave);
  }
  return exitCodeOf('SIGINT');
}

/** Where the end is told. */
interface Printer {
  print: (text: string) => void;
  look: Look;
}

function notOver(execution: Execution, id: string): string {
  const gate = gateOf(execution);
  const status = `${id} is ${execution.AutomationExecutionStatus}`;
  return gate ? `${status} at step ${gate.step}\n${adviceFor(gate, id)}` : status;
}
