import { useState } from 'preact/hooks';
import { problemOf } from '../clients/problem.ts';

/** Something a button does: at most once at a time, and what went wrong with it is for the view to show. */
export interface Action {
  isBusy: boolean;
  problem: string;
  run: () => void;
}

/** Makes one; `done` is called when it went well. */
export function useAction(work: () => Promise<unknown>, done?: () => void): Action {
  const [state, setState] = useState({ isBusy: false, problem: '' });
  const run = () => {
    if (state.isBusy) return;
    setState({ isBusy: true, problem: '' });
    work().then(
      () => {
        setState({ isBusy: false, problem: '' });
        done?.();
      },
      (error: unknown) => setState({ isBusy: false, problem: problemOf(error) }),
    );
  };
  return { ...state, run };
}
