import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { problemOf } from './clients/problem.ts';
import { type Change, isLive, onChange } from './live.ts';

/** What a view shows: the newest answer, and what went wrong with the last call. */
export interface Loaded<Value> {
  value: Value | undefined;
  problem: string;
  reload: () => void;
}

/** What a view loads: anew for another `key`, and again when a change concerns it. */
export interface Loading<Value> {
  key: string;
  load: () => Promise<Value>;
  concerns?: (change: Change) => boolean;
  /** How often to ask where nobody tells, in milliseconds. */
  every?: number;
}

/** Loads what a view shows and keeps it new, with one call at a time. An answer that comes after the key has changed is dropped. */
export function useLoaded<Value>({ key, load, concerns, every = 3000 }: Loading<Value>): Loaded<Value> {
  const [state, setState] = useState<{ key: string; value?: Value; problem: string }>({ key, problem: '' });
  const current = useRef({ key, load, concerns });
  current.current = { key, load, concerns };
  const turn = useRef({ isRunning: false, isAsked: false });

  const reload = useCallback(() => {
    if (turn.current.isRunning) return void (turn.current.isAsked = true);
    turn.current = { isRunning: true, isAsked: false };
    const { key: asked, load: ask } = current.current;
    const settle = (next: (before: typeof state) => typeof state) => {
      if (current.current.key === asked) setState(next);
      const { isAsked } = turn.current;
      turn.current = { isRunning: false, isAsked: false };
      if (isAsked) reload();
    };
    ask().then(
      (value) => settle(() => ({ key: asked, value, problem: '' })),
      (error: unknown) =>
        settle((before) => ({ ...(before.key === asked && before), key: asked, problem: problemOf(error) })),
    );
  }, []);

  useEffect(() => reload(), [key]);
  useEffect(
    () => (concerns ? keepNew(reload, (change) => current.current.concerns?.(change) ?? false, every) : undefined),
    [Boolean(concerns), every],
  );
  return {
    value: state.key === key ? state.value : undefined,
    problem: state.key === key ? state.problem : '',
    reload,
  };
}

/** Asks again at each change that concerns it; where nobody tells of changes, now and then while the page is looked at. */
function keepNew(reload: () => void, concerns: (change: Change) => boolean, every: number): () => void {
  const stop = onChange((change) => {
    if (change === 'anything' || concerns(change)) reload();
  });
  const timer = setInterval(() => {
    if (!isLive.peek() && document.visibilityState === 'visible') reload();
  }, every);
  return () => {
    stop();
    clearInterval(timer);
  };
}
