import type { CreateServiceInstanceInput } from '@aws-sdk/client-proton';
import type { Ports } from '../../ports/ports.ts';
import type { Write } from '../../ports/store.ts';
import { invalid } from '../errors.ts';
import type { ServiceRecord } from '../services/record.ts';
import { withCurrentValues } from '../specs/current-values.ts';
import { instanceNamed, type InstanceSpec, readServiceSpec, type ServiceSpec } from '../specs/spec.ts';
import { putSpec, storedSpec } from '../specs/stored-spec.ts';
import { withInstance } from '../specs/with-instance.ts';

/** What one more instance is deployed with, and the service's spec with it; `writes` keep the texts. */
export interface AddedSpec {
  spec: ServiceSpec;
  own: InstanceSpec;
  id: string;
  ofServiceId: string;
  writes: Write[];
}

/** A spec that names all instances there are becomes the service's, of any other the entry is added to it. */
export async function addedSpec(
  { name = '', spec: given = '' }: CreateServiceInstanceInput,
  service: ServiceRecord,
  { store, ids, others }: Pick<Ports, 'store' | 'ids'> & { others: string[] },
): Promise<AddedSpec> {
  const before = await storedSpec(store, service.specId);
  const text = withCurrentValues(given, before);
  const spec = readServiceSpec(text);
  const own = instanceNamed(spec, name);
  if (!own) throw invalid(`The spec is not valid: instances has no instance named ${name}.`);
  const id = ids.uuid();
  const kept = { spec, own, id, writes: [putSpec(id, text)] };
  if (others.every((other) => instanceNamed(spec, other))) return { ...kept, ofServiceId: id };
  const ofServiceId = ids.uuid();
  const ofService = await withInstance(before, text, name);
  return { ...kept, ofServiceId, writes: [...kept.writes, putSpec(ofServiceId, ofService)] };
}
