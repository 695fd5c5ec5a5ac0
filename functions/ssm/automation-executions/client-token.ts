import type { Caller } from '../../api/action.ts';
import { requestHash } from '../../api/request-hash.ts';
import type { Item, Key, Store } from '../../ports/store.ts';
import { idempotentParameterMismatch } from '../errors.ts';
import type { ExecutionRecord } from './record.ts';

/** A request that may carry one. */
interface Request {
  ClientToken?: string | undefined;
}

interface StartedWith {
  executionId: string;
  /** A hash of all else that was asked. */
  request: string;
}

const daysKept = 1;

const keyOf = (token: string, { account }: Caller): Key => ({
  partition: `client-token#${account}#${token}`,
  sort: 'start',
});

/** The execution that the request's ClientToken started before, if it did. Throws IdempotentParameterMismatch where the rest of the request differs. */
export async function startedBefore(input: Request, store: Store, caller: Caller): Promise<string | undefined> {
  if (!input.ClientToken) return undefined;
  const started = await store.get<StartedWith>(keyOf(input.ClientToken, caller));
  if (started && started.value.request !== requestHash(input)) throw idempotentParameterMismatch(input.ClientToken);
  return started?.value.executionId;
}

/** What keeps a ClientToken from starting a second execution for a day. */
export const tokenItem = (input: Request, { id, startTime }: ExecutionRecord, caller: Caller): Item<StartedWith> => ({
  ...keyOf(input.ClientToken ?? '', caller),
  value: { executionId: id, request: requestHash(input) },
  expires: Math.ceil(startTime / 1000) + daysKept * 86_400,
});
