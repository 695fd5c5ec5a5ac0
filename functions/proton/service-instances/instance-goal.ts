import type { Ports } from '../../ports/ports.ts';
import type { Goal } from '../deployments/record.ts';
import { invalid } from '../errors.ts';
import { checkSpec } from '../services/check-spec.ts';
import type { ServiceRecord } from '../services/record.ts';
import { withCurrentValues } from '../specs/current-values.ts';
import { instanceNamed, readServiceSpec } from '../specs/spec.ts';
import { storedSpec } from '../specs/stored-spec.ts';
import { goalOf, versionOfUpdate, type VersionUpdate } from '../template-versions/choose-version.ts';
import type { VersionRecord } from '../template-versions/record.ts';
import type { InstanceRecord } from './record.ts';

/** Where an update of an instance leads, and the spec of its service, which is the one that it has unless another is given. Throws ValidationException. */
export async function instanceGoal(
  instance: InstanceRecord,
  update: VersionUpdate & { spec?: string | undefined },
  { parent, store, objects, ids }: Pick<Ports, 'store' | 'objects' | 'ids'> & { parent: ServiceRecord },
): Promise<{ goal: Goal; spec: string; version: VersionRecord }> {
  const version = await versionOfUpdate(store, update, { ...instance, kind: 'service' });
  const spec =
    update.spec === undefined
      ? await storedSpec(store, instance.current.specId)
      : withCurrentValues(update.spec, await storedSpec(store, parent.specId));
  const read = readServiceSpec(spec);
  const own = instanceNamed(read, instance.instanceName);
  if (!own) throw invalid(`The spec is not valid: instances has no instance named ${instance.instanceName}.`);
  if (own.environment !== instance.environmentName)
    throw invalid(
      `The spec is not valid: ${instance.instanceName} is in the environment ${instance.environmentName} and cannot move to ${own.environment}.`,
    );
  await checkSpec(read, version, { objects, instances: new Set([instance.instanceName]) });
  const specId = update.spec === undefined ? instance.current.specId : ids.uuid();
  return { goal: goalOf(version, 'main', specId), spec, version };
}
