import { watching } from './calling.ts';
import type { Call } from './client.ts';
import { type Arguments, type Body, textOption, UsageError } from './command.ts';
import { type Execution, isOver, readExecution } from './execution.ts';
import { adviceFor, shownGate } from './gate.ts';
import { type Patience, patiently, watchClock } from './patience.ts';
import { ending, type Look } from './progress.ts';
import { exitCodeOf, onSignals } from './signals.ts';
import { openTerminal } from './terminal.ts';

/** quaymaster wait execution: for scripts that start an execution and need its end. */
export const waitExecution: Body = (given) => {
  const wish = waitOptions(given);
  return watching(given, async ({ call }) => {
    const leave = new AbortController();
    const off = onSignals({ first: () => leave.abort(), second: (signal) => process.exit(exitCodeOf(signal)) });
    const watch = { call, clock: watchClock, leave: leave.signal, tell: (line: string) => console.error(line) };
    try {
      return await executionWait(
        wish,
        watch,
        openTerminal(() => leave.abort()),
      );
    } finally {
      off();
    }
  });
};

/** What to wait for, and for how many seconds at most. */
export interface Wish {
  id: string;
  seconds: number;
}

/** Reads the wish off a command line. Throws UsageError. */
export function waitOptions(given: Arguments): Wish {
  const [id = ''] = given.positionals;
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
  const gate = shownGate(execution);
  const status = `${id} is ${execution.AutomationExecutionStatus}`;
  return gate ? `${status} at step ${gate.step}\n${adviceFor(gate, id)}` : status;
}
