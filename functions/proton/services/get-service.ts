import type { GetServiceInput, GetServiceOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { requireService } from './record.ts';
import { serviceView } from './view.ts';

/**
 * One service with its spec and pipeline.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_GetService.html
 */
export async function getService(
  { name = '' }: GetServiceInput,
  { store }: Pick<Ports, 'store'>,
  { account, region }: Caller,
): Promise<GetServiceOutput> {
  return { service: await serviceView((await requireService(store, { account, region }, name)).value, store) };
}
