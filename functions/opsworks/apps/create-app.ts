import type { CreateAppRequest, CreateAppResult } from '@aws-sdk/client-opsworks';
import { nextOrder } from '../../ports/order.ts';
import type { Ports } from '../../ports/ports.ts';
import { requireStack } from '../stacks/record.ts';
import { adding, allWithin, writeWithin } from '../stacks/within.ts';
import { type AppRecord, type AppSettings, checkApp, checkShortname, hidden, shortnameFrom } from './record.ts';

/** What an app is unless it is told otherwise. */
const defaults: AppSettings = { DataSources: [], Domains: [], EnableSsl: false, Environment: [] };

/**
 * Adds an app to a stack. Throws ResourceNotFoundException, ValidationException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_CreateApp.html
 */
export async function createApp(
  { StackId, ...given }: CreateAppRequest,
  ports: Pick<Ports, 'store' | 'ids' | 'clock' | 'secrets'>,
): Promise<CreateAppResult> {
  const { store, ids, clock } = ports;
  const stack = await requireStack(store, StackId);
  const others = await allWithin<AppRecord>(store, 'app', stack.value.id);
  checkApp(given, others);
  const Shortname = given.Shortname ?? shortnameFrom(given.Name ?? '', others);
  checkShortname(Shortname, others);
  const now = clock.now();
  const app: AppRecord = {
    id: ids.uuid(),
    stackId: stack.value.id,
    order: nextOrder(now),
    createdAt: now,
    ...(await hidden({ ...defaults, ...given, Shortname }, {}, ports)),
  };
  await writeWithin(store, stack, adding('app', app));
  return { AppId: app.id };
}
