import type { Caller } from '../../api/action.ts';
import type { Store } from '../../ports/store.ts';
import { busy } from '../deployments/record.ts';
import { conflict } from '../errors.ts';
import { requireByArn } from '../resource-by-arn.ts';

/** Throws ConflictException while something goes on with a resource, and what `requireByArn` throws. */
export async function requireAtRest(store: Store, arn: string, caller: Caller): Promise<void> {
  const { value } = await requireByArn<{ status?: string; operation?: object }>(store, arn, caller);
  const { status = '', operation } = value;
  if (operation !== undefined || busy.has(status)) throw conflict(`${arn} is ${status}: its tags cannot be changed.`);
}
