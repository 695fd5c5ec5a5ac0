import type { Caller } from '../api/action.ts';
import type { Input, Resources } from '../api/service.ts';
import { busArn, busNameOf } from './event-buses/bus.ts';
import { ruleArn } from './rules/record.ts';

/** What an EventBridge operation is about, for IAM. Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html */
export function resources(operation: string, input: Input, caller: Caller): Resources {
  const { account, region } = caller;
  const bus = (name: unknown): string => busNameOf(typeof name === 'string' ? name : undefined);
  if (operation === 'PutEvents')
    return [[...new Set((input['Entries'] as Input[]).map((entry) => busArn(caller, bus(entry['EventBusName']))))]];
  if (operation === 'DescribeEventBus') return [[busArn(caller, bus(input['Name']))]];
  if (typeof input['ResourceARN'] === 'string') return [[input['ResourceARN']]];
  const name = input['Rule'] ?? input['Name'];
  if (typeof name === 'string') return [[ruleArn({ account, region, bus: bus(input['EventBusName']), name })]];
  return [['*']];
}
