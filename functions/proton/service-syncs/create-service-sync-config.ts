import type { CreateServiceSyncConfigInput, CreateServiceSyncConfigOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { invalid } from '../errors.ts';
import { checkReadable, linkWrites, sameConfig } from '../repository-syncs/config.ts';
import { getService, serviceArn } from '../services/record.ts';
import { touched } from '../uses.ts';
import { getServiceSync, givenServiceSync, serviceSyncItem, serviceSyncView } from './record.ts';

/**
 * Makes an ops file in a branch of a linked repository say from which specs the instances of a service are made and updated. The same request again
 * gives the same config.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_CreateServiceSyncConfig.html
 */
export async function createServiceSyncConfig(
  input: CreateServiceSyncConfigInput,
  { store, sources }: Pick<Ports, 'store' | 'sources'>,
  caller: Caller,
): Promise<CreateServiceSyncConfigOutput> {
  const config = givenServiceSync(caller, input);
  const shown = serviceSyncView(config);
  checkReadable(sources, config);
  const arn = serviceArn(config, config.serviceName);
  const before = (await getServiceSync(store, config, config))?.value;
  if (before) return { serviceSyncConfig: sameConfig(serviceSyncView(before), shown, arn) };
  const service = await getService(store, config, config.serviceName);
  if (!service) throw invalid(`The service ${arn} does not exist: sync makes instances, no services.`);
  const linked = await linkWrites(store, config, arn);
  await store.write([{ put: serviceSyncItem(config), expect: 0 }, ...linked, touched(service)]);
  return { serviceSyncConfig: shown };
}
