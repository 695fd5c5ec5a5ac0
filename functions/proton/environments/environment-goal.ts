import type { Ports } from '../../ports/ports.ts';
import type { Goal } from '../deployments/record.ts';
import { checkInputs } from '../specs/check-inputs.ts';
import { readEnvironmentSpec } from '../specs/spec.ts';
import { storedSpec } from '../specs/stored-spec.ts';
import { goalOf, versionOfUpdate, type VersionUpdate } from '../template-versions/choose-version.ts';
import type { EnvironmentRecord } from './record.ts';

/** Where an update of an environment leads, and its spec, which is the one that it has unless another is given. Throws ValidationException. */
export async function environmentGoal(
  environment: EnvironmentRecord,
  update: VersionUpdate & { spec?: string | undefined },
  { store, objects, ids }: Pick<Ports, 'store' | 'objects' | 'ids'>,
): Promise<{ goal: Goal; spec: string }> {
  const version = await versionOfUpdate(store, update, { ...environment, kind: 'environment' });
  const spec = update.spec ?? (await storedSpec(store, environment.current.specId));
  const given = { inputs: readEnvironmentSpec(spec), type: version.parts?.main.inputType ?? '', path: 'spec' };
  await checkInputs(version, [given], objects);
  const specId = update.spec === undefined ? environment.current.specId : ids.uuid();
  return { goal: goalOf(version, 'main', specId), spec };
}
