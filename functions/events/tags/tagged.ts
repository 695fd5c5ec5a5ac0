import { ApiError } from '../../api/error.ts';
import type { Caller } from '../../api/action.ts';
import type { Store } from '../../ports/store.ts';
import { ruleNotFound } from '../errors.ts';
import { getRule, ruleNameFrom, type StoredRule } from '../rules/record.ts';

/** The rule of an ARN; nothing else has tags here. Throws ResourceNotFoundException. */
export async function tagged(arn = '', store: Store, { account, region }: Caller): Promise<StoredRule> {
  const name = ruleNameFrom(arn);
  if (!name) throw new ApiError('ResourceNotFoundException', `${arn} is not found.`);
  if (name.account !== account || name.region !== region) throw ruleNotFound(name.name, name.bus);
  return getRule(store, name);
}
