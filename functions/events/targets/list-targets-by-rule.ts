import type { ListTargetsByRuleRequest, ListTargetsByRuleResponse } from '@aws-sdk/client-eventbridge';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { busNamed } from '../event-buses/bus.ts';
import { pageOf } from '../page.ts';
import { getRule } from '../rules/record.ts';

/** Lists the targets of a rule. Throws ResourceNotFoundException, ValidationException. */
export async function listTargetsByRule(
  { Rule = '', EventBusName, Limit, NextToken }: ListTargetsByRuleRequest,
  { store }: Pick<Ports, 'store'>,
  caller: Caller,
): Promise<ListTargetsByRuleResponse> {
  const { account, region } = caller;
  const bus = busNamed(EventBusName, caller);
  const { value } = await getRule(store, { account, region, bus, name: Rule });
  const { items, next } = pageOf(value.targets, { listing: { bus, Rule }, limit: Limit, token: NextToken });
  return { Targets: items.map(({ target }) => target), ...next };
}
