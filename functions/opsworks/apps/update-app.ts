import type { UpdateAppRequest } from '@aws-sdk/client-opsworks';
import type { Ports } from '../../ports/ports.ts';
import { allWithin, changing, requireWithin, writeWithin } from '../stacks/within.ts';
import { type AppRecord, checkApp, hidden } from './record.ts';

/**
 * Changes the given settings of an app: of its source and attributes the given members, its environment as a whole. Instances have it from their next
 * deploy on. Throws ResourceNotFoundException, ValidationException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_UpdateApp.html
 */
export async function updateApp(
  { AppId, ...given }: UpdateAppRequest,
  ports: Pick<Ports, 'store' | 'secrets'>,
): Promise<object> {
  const { store } = ports;
  const { stack, found } = await requireWithin<AppRecord>(store, 'app', AppId);
  const { settings, secrets, id } = found.value;
  const changed = {
    ...settings,
    ...given,
    ...(given.AppSource && { AppSource: { ...settings.AppSource, ...given.AppSource } }),
    ...(given.Attributes && { Attributes: { ...settings.Attributes, ...given.Attributes } }),
  };
  const apps = await allWithin<AppRecord>(store, 'app', stack.value.id);
  checkApp(
    changed,
    apps.filter(({ value }) => value.id !== id),
  );
  await writeWithin(store, stack, [changing('app', found, await hidden(changed, secrets, ports))]);
  return {};
}
