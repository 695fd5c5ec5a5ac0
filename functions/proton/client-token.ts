import { requestHash } from '../api/request-hash.ts';
import type { Ports } from '../ports/ports.ts';
import type { Item, Key, Write } from '../ports/store.ts';
import { idempotentParameterMismatch } from './errors.ts';
import type { Place } from './place.ts';

/** A request that may carry one. */
interface Request {
  clientToken?: string | undefined;
}

interface TokenRecord {
  /** A hash of the whole request. */
  request: string;
  /** The record that the request made. */
  resource: Key;
  /** Epoch milliseconds. */
  at: number;
}

/** A client token as it was found: what it made before, and what writes down what it makes now. */
export interface ClientToken {
  made: Key | undefined;
  keep(resource: Key): Write[];
}

/** Source: https://docs.aws.amazon.com/proton/latest/userguide/ag-environment-account-connections.html: eight hours from the request. */
const hours = 8;

/**
 * What a request's clientToken made in the last eight hours. Throws ValidationException where the request was another.
 * Who finds that the resource is gone makes a new one.
 */
export async function clientTokenOf(
  operation: string,
  input: Request,
  { store, clock, caller }: Pick<Ports, 'store' | 'clock'> & { caller: Place },
): Promise<ClientToken> {
  const { clientToken } = input;
  if (!clientToken) return { made: undefined, keep: () => [] };
  const { account, region } = caller;
  const key = { partition: ['proton', 'client-token', account, region, operation, clientToken].join('#'), sort: 'use' };
  const before = await store.get<TokenRecord>(key);
  const request = requestHash(input);
  const now = clock.now();
  const isValid = before !== undefined && before.value.at + hours * 3_600_000 > now;
  if (isValid && before.value.request !== request) throw idempotentParameterMismatch();
  const item = (resource: Key): Item<TokenRecord> => ({
    ...key,
    value: { request, resource, at: now },
    expires: Math.ceil(now / 1000) + hours * 3600,
  });
  return {
    made: isValid ? before.value.resource : undefined,
    keep: (resource) => [{ put: item(resource), expect: before?.version ?? 0 }],
  };
}
