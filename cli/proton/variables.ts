import { withDefaults } from '../../functions/proton/schemas/with-defaults.ts';
import type { Schema } from '../../functions/proton/schemas/schema.ts';
import type { ServiceSpec } from '../../functions/proton/specs/spec.ts';
import { InvalidYaml, isMapping, type Mapping, readYaml, type Value } from '../../functions/proton/yaml.ts';
import { CommandFailure, readText } from '../command.ts';

/** What a deployment would tell templates, as far as a spec tells it: names, inputs with their defaults, and no outputs. */
export interface Named {
  name: string;
  schema: Schema;
}

const accountId = '000000000000';

/** The variables of an environment's templates. */
export const environmentVariables = (inputs: Mapping, { name, schema }: Named): Mapping => ({
  environment: { name, inputs: withDefaults(inputs, schema.main, schema) },
});

/** The variables of an instance's templates. */
export function instanceVariables(spec: ServiceSpec, at: number, { name, schema }: Named): Mapping {
  const { name: instance = '', environment = '', inputs = {} } = spec.instances[at] ?? {};
  return {
    environment: { name: environment, account_id: accountId, outputs: {} },
    service: { name },
    service_instance: {
      name: instance,
      inputs: withDefaults(inputs, schema.main, schema),
      components: { default: { outputs: {} } },
    },
  };
}

/** The variables of a pipeline's templates. */
export const pipelineVariables = (spec: ServiceSpec, { name, schema }: Named): Mapping => ({
  service: { name },
  pipeline: { inputs: withDefaults(spec.pipeline ?? {}, schema.pipeline ?? schema.main, schema) },
  service_instances: spec.instances.map(({ name: instance, environment, inputs }) => ({
    name: instance,
    inputs: withDefaults(inputs, schema.main, schema),
    outputs: {},
    environment: { name: environment, account_id: accountId, outputs: {} },
  })),
});

/** The variables in a file, YAML or JSON. */
export function readVariables(file: string): Mapping {
  try {
    const variables = readYaml(readText(file));
    if (isMapping(variables)) return variables;
  } catch (error) {
    if (error instanceof InvalidYaml) throw new CommandFailure(`${file} is not valid YAML: ${error.message}`);
    throw error;
  }
  throw new CommandFailure(`${file} must be a map of variables, such as environment: {outputs: {VPC: vpc-1}}`);
}

/** Variables with others laid over them: maps grow together, lists and values are replaced. */
export function overlaid(variables: Mapping, others: Mapping): Mapping {
  const over = (one: Value | undefined, other: Value): Value =>
    isMapping(one) && isMapping(other) ? overlaid(one, other) : other;
  const added = Object.entries(others).map(
    ([name, other]) => [name, over(Object.hasOwn(variables, name) ? variables[name] : undefined, other)] as const,
  );
  return { ...variables, ...Object.fromEntries(added) };
}
