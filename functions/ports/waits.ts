import type { Item, Key, Store, Stored } from './store.ts';
import { isWritten } from './until-written.ts';
import { TokenGone } from './workflows.ts';

/**
 * How a state machine can be woken. `number` tells its waits apart and grows; the tokens are all of that one wait, for it has a new one after each
 * failed call of its task, and which of them lives nobody can tell.
 */
interface Wait {
  number: number;
  tokens: string[];
}

/** A token as the state machine hands it out, the number of the wait it stands for, and where it is to be kept. */
export interface WaitToken {
  key: Key;
  token: string;
  number: number;
}

/** More than a state machine hands out in one wait. */
const mostTokens = 10;
/** No state machine waits for longer. */
const daysKept = 400;

/** The tokens that may wake a machine now, of its last wait or of the one with a number; one that is used or gone may be among them. */
export async function tokensAt(store: Store, key: Key, number?: number): Promise<string[]> {
  const wait = (await store.get<Wait>(key))?.value;
  return wait && (number ?? wait.number) === wait.number ? wait.tokens : [];
}

/** The number of the wait that a machine began last, or undefined. */
export async function lastWaitAt(store: Store, key: Key): Promise<number | undefined> {
  return (await store.get<Wait>(key))?.value.number;
}

/** Puts a token on record; one of an earlier wait that comes late changes nothing. `now` is in epoch milliseconds. */
export async function keepTokenAt(store: Store, given: WaitToken, now: number): Promise<void> {
  while (!(await isKept(store, given, now))) continue;
}

async function isKept(store: Store, { key, token, number }: WaitToken, now: number): Promise<boolean> {
  const before = await store.get<Wait>(key);
  const tokens = tokensWith(before, { token, number });
  if (!tokens) return true;
  const expires = Math.ceil(now / 1000) + daysKept * 86_400;
  const put: Item<Wait> = { ...key, value: { number, tokens }, expires };
  return isWritten(store, [{ put, expect: before?.version ?? 0 }]);
}

/** Undefined where there is nothing to write. */
function tokensWith(before: Stored<Wait> | undefined, { token, number }: Omit<WaitToken, 'key'>): string[] | undefined {
  if (!before || before.value.number < number) return [token];
  const { tokens } = before.value;
  if (before.value.number > number || tokens.includes(token)) return undefined;
  return [...tokens, token].slice(-mostTokens);
}

/** Waits for the completion of a token; one that is used or gone is as good. */
export async function unlessGone(completion: Promise<void>): Promise<void> {
  try {
    await completion;
  } catch (error) {
    if (!(error instanceof TokenGone)) throw error;
  }
}
