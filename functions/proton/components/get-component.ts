import type { GetComponentInput, GetComponentOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { componentView, requireComponent } from './record.ts';

/**
 * One component.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_GetComponent.html
 */
export async function getComponent(
  { name = '' }: GetComponentInput,
  { store }: Pick<Ports, 'store'>,
  caller: Caller,
): Promise<GetComponentOutput> {
  return { component: await componentView((await requireComponent(store, caller, name)).value, store) };
}
