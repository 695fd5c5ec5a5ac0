import { type Item, type Store, type Stored, WriteConflict } from '../../ports/store.ts';
import { partitionOf } from './record.ts';

/**
 * How a run's state machine can be woken. `number` tells its waits apart and grows; the tokens are all of that one wait, for it has a new one after
 * each failed call of its task, and which of them lives nobody can tell.
 */
interface Wait {
  number: number;
  tokens: string[];
}

/** A token as the state machine hands it out, and the number of the wait it stands for. */
export interface WaitToken {
  executionId: string;
  token: string;
  number: number;
}

const keyOf = (executionId: string) => ({ partition: partitionOf(executionId), sort: 'wait' });

/** More than a state machine hands out in one wait. */
const mostTokens = 10;
/** No state machine waits for longer. */
const daysKept = 400;

/** The tokens that may wake a run now; one that is used or gone may be among them. */
export async function tokensOf(store: Store, executionId: string): Promise<string[]> {
  return (await store.get<Wait>(keyOf(executionId)))?.value.tokens ?? [];
}

/** The number of the wait that a run began last, or undefined. */
export async function lastWait(store: Store, executionId: string): Promise<number | undefined> {
  return (await store.get<Wait>(keyOf(executionId)))?.value.number;
}

/** Puts a token on record; one of an earlier wait that comes late changes nothing. `now` is in epoch milliseconds. */
export async function keepToken(store: Store, given: WaitToken, now: number): Promise<void> {
  while (!(await isKept(store, given, now))) continue;
}

async function isKept(store: Store, { executionId, token, number }: WaitToken, now: number): Promise<boolean> {
  const before = await store.get<Wait>(keyOf(executionId));
  const tokens = tokensWith(before, { token, number });
  if (!tokens) return true;
  const put: Item<Wait> = {
    ...keyOf(executionId),
    value: { number, tokens },
    expires: Math.ceil(now / 1000) + daysKept * 86_400,
  };
  try {
    await store.write([{ put, expect: before?.version ?? 0 }]);
    return true;
  } catch (error) {
    if (error instanceof WriteConflict) return false;
    throw error;
  }
}

/** Undefined where there is nothing to write. */
function tokensWith(
  before: Stored<Wait> | undefined,
  { token, number }: Omit<WaitToken, 'executionId'>,
): string[] | undefined {
  if (!before || before.value.number < number) return [token];
  const { tokens } = before.value;
  if (before.value.number > number || tokens.includes(token)) return undefined;
  return [...tokens, token].slice(-mostTokens);
}
