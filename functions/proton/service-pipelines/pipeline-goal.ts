import type { Ports } from '../../ports/ports.ts';
import type { Goal } from '../deployments/record.ts';
import { invalid } from '../errors.ts';
import { checkSpec } from '../services/check-spec.ts';
import { requireService } from '../services/record.ts';
import { withCurrentValues } from '../specs/current-values.ts';
import { readServiceSpec } from '../specs/spec.ts';
import { storedSpec } from '../specs/stored-spec.ts';
import { goalOf, versionOfUpdate, type VersionUpdate } from '../template-versions/choose-version.ts';
import type { PipelineRecord } from './record.ts';

/** Where an update of a pipeline leads, and the spec of its service, which is the one that the service has unless another is given. Throws ValidationException. */
export async function pipelineGoal(
  pipeline: PipelineRecord,
  update: VersionUpdate & { spec?: string | undefined },
  { store, objects, ids }: Pick<Ports, 'store' | 'objects' | 'ids'>,
): Promise<{ goal: Goal; spec: string }> {
  const version = await versionOfUpdate(store, update, { ...pipeline, kind: 'service' });
  if (!version.parts?.pipeline)
    throw invalid(
      `Version ${version.major}.${version.minor} of service template ${version.templateName} has no pipeline.`,
    );
  const { specId } = (await requireService(store, pipeline, pipeline.serviceName)).value;
  const before = await storedSpec(store, specId);
  const spec = update.spec === undefined ? before : withCurrentValues(update.spec, before);
  await checkSpec(readServiceSpec(spec), version, { objects, instances: new Set(), pipeline: true });
  return { goal: goalOf(version, 'pipeline', ids.uuid()), spec };
}
