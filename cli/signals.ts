import type { EventEmitter } from 'node:events';

/** What SIGINT and SIGTERM do: `first` once, `second` when somebody insists. */
export interface Reactions {
  first: () => void;
  second: (signal: NodeJS.Signals) => void;
}

/** npm passes on what the terminal has already sent to the whole group, so one Ctrl-C may come twice. */
const echo = 300;

/** Reacts to SIGINT and SIGTERM until the answer is called. */
export function onSignals({ first, second }: Reactions, source: EventEmitter = process): () => void {
  let since: number | undefined;
  const react = (signal: NodeJS.Signals) => {
    const now = performance.now();
    if (since === undefined) {
      since = now;
      first();
    } else if (now - since > echo) second(signal);
  };
  source.on('SIGINT', react).on('SIGTERM', react);
  return () => void source.off('SIGINT', react).off('SIGTERM', react);
}

/** The exit code of a program that a signal ended, as shells count. */
export const exitCodeOf = (signal: NodeJS.Signals): number => (signal === 'SIGINT' ? 130 : 143);
