import type { ListRuleNamesByTargetRequest, ListRuleNamesByTargetResponse } from '@aws-sdk/client-eventbridge';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { busNamed } from '../event-buses/bus.ts';
import { pageOf } from '../page.ts';
import { rulesOf } from './record.ts';

/** Lists the rules of a bus that have a target, by its ARN. Throws ResourceNotFoundException, ValidationException. */
export async function listRuleNamesByTarget(
  { TargetArn = '', EventBusName, Limit, NextToken }: ListRuleNamesByTargetRequest,
  { store }: Pick<Ports, 'store'>,
  caller: Caller,
): Promise<ListRuleNamesByTargetResponse> {
  const bus = busNamed(EventBusName, caller);
  const rules = await rulesOf(store, caller, bus);
  const names = rules.filter(({ targets }) => targets.some(({ target }) => target.Arn === TargetArn));
  const { items, next } = pageOf(names, { listing: { bus, TargetArn }, limit: Limit, token: NextToken });
  return { RuleNames: items.map(({ name }) => name), ...next };
}
