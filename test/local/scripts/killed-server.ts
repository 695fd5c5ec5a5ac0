import { childProcessScripts } from '../../../local/scripts/child-process-scripts.ts';
import type { ScriptJob } from '../../../functions/ports/scripts.ts';
import { memoryStore } from './memory-store.ts';
import { timerClock } from './timer-clock.ts';

// A server of its own, for a test to kill: it runs the job of its second argument in the folder of its first.
const [folder = '', text = ''] = process.argv.slice(2);
const silent = (): void => undefined;
const log = { debug: silent, info: silent, warn: silent, error: silent };
const scripts = childProcessScripts({
  store: memoryStore(),
  objects: { get: async () => undefined },
  clock: timerClock(),
  log,
  folder,
  finished: async () => undefined,
});
await scripts.start(JSON.parse(text) as ScriptJob);
