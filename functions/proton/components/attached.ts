import type { Store } from '../../ports/store.ts';
import { instanceKey } from '../deployments/names.ts';
import type { Attachment } from '../deployments/record.ts';
import type { Place } from '../place.ts';
import { userOf } from '../uses.ts';
import { type ComponentRecord, getComponent } from './record.ts';

/** The component that is attached to an instance, or is to be. */
export async function attachedComponent(
  store: Store,
  place: Place,
  { serviceName = '', instanceName = '' }: Partial<Attachment>,
): Promise<ComponentRecord | undefined> {
  const arn = await userOf(store, instanceKey(place, serviceName, instanceName));
  return arn === undefined ? undefined : (await getComponent(store, place, arn.split('/').at(-1) ?? ''))?.value;
}
