import { ApiError } from '../functions/api/error.ts';
import { type Call, Unreachable } from './client.ts';
import { type Execution, isOver, readExecution } from './execution.ts';
import { Gatekeeper, type Post } from './gatekeeper.ts';
import { patiently, type WatchClock } from './patience.ts';
import { changes, liveLine } from './progress.ts';

/** How to watch an execution: `cancel` asks the server to end it, `leave` ends only the watching. */
export interface Watch extends Post {
  clock: WatchClock;
  cancel: AbortSignal;
  leave: AbortSignal;
}

const shortest = 50;
const longest = 1000;

/** Shows an execution's steps as they go on, and asks at its gates, until it is over; undefined when the watcher left before. */
export async function follow(id: string, watch: Watch): Promise<Execution | undefined> {
  const { terminal } = watch;
  const gatekeeper = new Gatekeeper(watch);
  try {
    return await watched(id, watch, gatekeeper);
  } finally {
    gatekeeper.close();
    terminal.live(undefined);
  }
}

async function watched(id: string, watch: Watch, gatekeeper: Gatekeeper): Promise<Execution | undefined> {
  const { terminal, clock, cancel, leave } = watch;
  const tell = (line: string) => terminal.print(line);
  let before: Execution | undefined;
  let interval = shortest;
  let isCancelled = false;
  while (!leave.aborted) {
    if (cancel.aborted && !isCancelled) {
      isCancelled = true;
      gatekeeper.close();
      await stop(id, watch);
    }
    const now = await patiently(() => readExecution(watch.call, id), { clock, leave, tell });
    gatekeeper.settle(now);
    const lines = changes(before, now, terminal.look);
    if (lines.length) terminal.live(undefined);
    for (const line of lines) terminal.print(line);
    if (isOver(now.AutomationExecutionStatus)) return now;
    if (!isCancelled) gatekeeper.consider(now);
    if (!gatekeeper.isAsking) terminal.live(() => liveLine(now, clock.now()));
    interval = lines.length ? shortest : Math.min(interval * 1.5, longest);
    await clock.sleep(interval, AbortSignal.any([leave, gatekeeper.answered, ...(isCancelled ? [] : [cancel])]));
    before = now;
  }
  return undefined;
}

/** An execution that is already over needs no cancelling. */
async function stop(id: string, { call, terminal }: Watch): Promise<void> {
  terminal.print('Cancelling; Ctrl-C again leaves it to itself.');
  try {
    await call('AmazonSSM.StopAutomationExecution', { AutomationExecutionId: id });
  } catch (error) {
    if (!(error instanceof ApiError) && !(error instanceof Unreachable)) throw error;
    terminal.print(error.message);
  }
}

/** The call that starts an execution; answers with its id. */
export async function startExecution(call: Call, input: object): Promise<string> {
  const started = await call<{ AutomationExecutionId: string }>('AmazonSSM.StartAutomationExecution', input);
  return started.AutomationExecutionId;
}
