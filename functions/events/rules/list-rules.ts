import type { ListRulesRequest, ListRulesResponse } from '@aws-sdk/client-eventbridge';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { busNamed } from '../event-buses/bus.ts';
import { pageOf } from '../page.ts';
import { rulesOf } from './record.ts';
import { viewOf } from './view.ts';

/** Lists the rules of a bus by name. Throws ResourceNotFoundException, ValidationException. */
export async function listRules(
  { NamePrefix = '', EventBusName, Limit, NextToken }: ListRulesRequest,
  { store }: Pick<Ports, 'store'>,
  caller: Caller,
): Promise<ListRulesResponse> {
  const bus = busNamed(EventBusName, caller);
  const rules = (await rulesOf(store, caller, bus)).filter(({ name }) => name.startsWith(NamePrefix));
  const { items, next } = pageOf(rules, { listing: { rules: bus, NamePrefix }, limit: Limit, token: NextToken });
  return { Rules: items.map(viewOf), ...next };
}
