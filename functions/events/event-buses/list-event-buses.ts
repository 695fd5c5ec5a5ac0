import type { ListEventBusesRequest, ListEventBusesResponse } from '@aws-sdk/client-eventbridge';
import type { Caller } from '../../api/action.ts';
import { pageOf } from '../page.ts';
import { busArn, busNames } from './bus.ts';

/** Lists the buses. Throws ValidationException. */
export async function listEventBuses(
  { NamePrefix = '', Limit, NextToken }: ListEventBusesRequest,
  _ports: object,
  caller: Caller,
): Promise<ListEventBusesResponse> {
  const names = busNames.filter((name) => name.startsWith(NamePrefix));
  const { items, next } = pageOf(names, { listing: { buses: NamePrefix }, limit: Limit, token: NextToken });
  return { EventBuses: items.map((Name) => ({ Name, Arn: busArn(caller, Name) })), ...next };
}
