import type { DeleteAppRequest } from '@aws-sdk/client-opsworks';
import type { Ports } from '../../ports/ports.ts';
import { removing, requireWithin, writeWithin } from '../stacks/within.ts';
import type { AppRecord } from './record.ts';

/**
 * Deletes an app; what was deployed of it stays on the instances. Throws ResourceNotFoundException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_DeleteApp.html
 */
export async function deleteApp({ AppId }: DeleteAppRequest, { store }: Pick<Ports, 'store'>): Promise<object> {
  const { stack, found } = await requireWithin<AppRecord>(store, 'app', AppId);
  await writeWithin(store, stack, removing('app', found));
  return {};
}
