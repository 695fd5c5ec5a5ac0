import type { Key, Store } from '../../ports/store.ts';
import { keepTokenAt, lastWaitAt, tokensAt } from '../../ports/waits.ts';
import { partitionOf } from './record.ts';

/** A token as the state machine hands it out, and the number of the wait it stands for. */
export interface WaitToken {
  executionId: string;
  token: string;
  number: number;
}

const keyOf = (executionId: string): Key => ({ partition: partitionOf(executionId), sort: 'wait' });

/** The tokens that may wake a run now; one that is used or gone may be among them. */
export const tokensOf = (store: Store, executionId: string): Promise<string[]> => tokensAt(store, keyOf(executionId));

/** The number of the wait that a run began last, or undefined. */
export const lastWait = (store: Store, executionId: string): Promise<number | undefined> =>
  lastWaitAt(store, keyOf(executionId));

/** Puts a token on record; one of an earlier wait that comes late changes nothing. `now` is in epoch milliseconds. */
export const keepToken = (store: Store, { executionId, ...given }: WaitToken, now: number): Promise<void> =>
  keepTokenAt(store, { key: keyOf(executionId), ...given }, now);
