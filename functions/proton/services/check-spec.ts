import type { Objects } from '../../ports/objects.ts';
import { invalid } from '../errors.ts';
import { checkInputs } from '../specs/check-inputs.ts';
import type { ServiceSpec } from '../specs/spec.ts';
import type { VersionRecord } from '../template-versions/record.ts';

/** Which parts of a spec are checked; all of it unless told. */
interface Only {
  objects: Objects;
  instances?: ReadonlySet<string>;
  pipeline?: boolean;
}

/** Throws ValidationException unless the inputs have the types of a version's schema. */
export async function checkSpec(
  spec: ServiceSpec,
  version: VersionRecord,
  { objects, instances, pipeline = instances === undefined }: Only,
): Promise<void> {
  const { parts, templateName } = version;
  if (spec.pipeline && !parts?.pipeline)
    throw invalid(`The spec is not valid: pipeline: the service template ${templateName} has no pipeline.`);
  const type = parts?.main.inputType ?? '';
  const given = spec.instances.flatMap(({ name, inputs }, at) =>
    instances?.has(name) === false ? [] : [{ inputs, type, path: `instances[${at}].spec` }],
  );
  const ofPipeline =
    pipeline && parts?.pipeline
      ? [{ inputs: spec.pipeline ?? {}, type: parts.pipeline.inputType, path: 'pipeline' }]
      : [];
  await checkInputs(version, [...given, ...ofPipeline], objects);
}
