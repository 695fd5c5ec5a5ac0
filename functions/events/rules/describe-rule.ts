import type { DescribeRuleRequest, DescribeRuleResponse } from '@aws-sdk/client-eventbridge';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { busNamed } from '../event-buses/bus.ts';
import { getRule } from './record.ts';
import { viewOf } from './view.ts';

/** Shows a rule. Throws ResourceNotFoundException. */
export async function describeRule(
  { Name = '', EventBusName }: DescribeRuleRequest,
  { store }: Pick<Ports, 'store'>,
  caller: Caller,
): Promise<DescribeRuleResponse> {
  const { account, region } = caller;
  const { value } = await getRule(store, { account, region, bus: busNamed(EventBusName, caller), name: Name });
  return { ...viewOf(value), CreatedBy: value.createdBy };
}
