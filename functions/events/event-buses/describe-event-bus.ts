import type { DescribeEventBusRequest, DescribeEventBusResponse } from '@aws-sdk/client-eventbridge';
import type { Caller } from '../../api/action.ts';
import { busArn, busNamed } from './bus.ts';

/** Shows a bus. Throws ResourceNotFoundException. */
export async function describeEventBus(
  { Name }: DescribeEventBusRequest,
  _ports: object,
  caller: Caller,
): Promise<DescribeEventBusResponse> {
  const name = busNamed(Name, caller);
  return { Name: name, Arn: busArn(caller, name) };
}
