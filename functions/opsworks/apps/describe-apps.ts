import type { DescribeAppsRequest } from '@aws-sdk/client-opsworks';
import type { Ports } from '../../ports/ports.ts';
import type { Store } from '../../ports/store.ts';
import { allOf, onlySelector } from '../selector.ts';
import { requireStack } from '../stacks/record.ts';
import { allWithin, findWithin } from '../stacks/within.ts';
import { type AppRecord, appView, type ShownApp } from './record.ts';

const words = 'Please provide one or more app IDs or a stack ID';

/**
 * The apps of a stack, or those of the given ids, without their secrets. Throws ResourceNotFoundException, ValidationException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_DescribeApps.html
 */
export async function describeApps(
  input: DescribeAppsRequest,
  { store }: Pick<Ports, 'store'>,
): Promise<{ Apps: ShownApp[] }> {
  const selector = onlySelector(input, ['StackId', 'AppIds'], words);
  const apps = selector === 'StackId' ? await appsOf(store, input.StackId) : await named(store, input.AppIds);
  return { Apps: apps.map((app) => appView(app)) };
}

async function appsOf(store: Store, stackId: string | undefined): Promise<AppRecord[]> {
  const { value: stack } = await requireStack(store, stackId);
  return (await allWithin<AppRecord>(store, 'app', stack.id)).map(({ value }) => value);
}

async function named(store: Store, ids: string[] = []): Promise<AppRecord[]> {
  const apps = await allOf('app', ids, (id) => findWithin<AppRecord>(store, 'app', id));
  return apps.map(({ found }) => found.value);
}
