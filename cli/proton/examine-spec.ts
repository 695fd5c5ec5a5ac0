import { examined } from '../../functions/proton/faults.ts';
import { checkFor, type ValueFault } from '../../functions/proton/schemas/validate.ts';
import type { Schema } from '../../functions/proton/schemas/schema.ts';
import {
  checkedEnvironmentSpec,
  checkedServiceSpec,
  InvalidSpec,
  type ServiceSpec,
} from '../../functions/proton/specs/spec.ts';
import type { Mapping } from '../../functions/proton/yaml.ts';
import { positionsIn } from '../positions.ts';
import type { ExaminedBundle, Problem } from './examine-bundle.ts';

/** A spec as far as it can be read, and all that is wrong with it. */
export interface ExaminedSpec {
  /** The inputs of an environment. */
  environment?: Mapping | undefined;
  service?: ServiceSpec | undefined;
  problems: Problem[];
}

/** Examines a spec: its form, and its inputs against the schema of the bundle, unless that cannot be read. */
export function examineSpec(given: { file: string; text: string }, { kind, bundle }: ExaminedBundle): ExaminedSpec {
  const schema = bundle?.schema;
  const tell = problemsIn(given);
  if (kind === 'environment') {
    const { value: environment, faults } = examined(checkedEnvironmentSpec(given.text));
    const ofInputs = environment && schema ? inputFaults(environment, [schema, schema.main], ['spec']) : [];
    return { environment, problems: tell([...faults, ...ofInputs]) };
  }
  const { value: service, faults } = examined(checkedServiceSpec(given.text));
  const ofInputs = service && schema ? serviceFaults(service, schema) : [];
  return { service, problems: tell([...faults, ...ofInputs]) };
}

function serviceFaults({ instances, pipeline }: ServiceSpec, schema: Schema): InvalidSpec[] {
  const ofInstances = instances.flatMap(({ inputs }, at) =>
    inputFaults(inputs, [schema, schema.main], ['instances', at, 'spec']),
  );
  if (schema.pipeline !== undefined)
    return [...ofInstances, ...inputFaults(pipeline ?? {}, [schema, schema.pipeline], ['pipeline'])];
  if (!pipeline) return ofInstances;
  return [...ofInstances, new InvalidSpec('pipeline: the bundle has no pipeline.', { path: ['pipeline'] })];
}

function inputFaults(inputs: Mapping, [schema, type]: [Schema, string], top: (string | number)[]): InvalidSpec[] {
  const told = ({ path, reason }: ValueFault) => {
    const whole = [...top, ...path];
    return new InvalidSpec(`${whole.join('.')} ${reason}`, { path: whole });
  };
  return checkFor(schema, type)(inputs).map(told);
}

function problemsIn({ file, text }: { file: string; text: string }): (faults: InvalidSpec[]) => Problem[] {
  const placeOf = positionsIn(text);
  return (faults) =>
    faults.map(({ reason, place: { path = [], line, column = 1 } }) => ({
      file,
      ...(line === undefined ? placeOf(path) : { line, column }),
      message: reason,
    }));
}
