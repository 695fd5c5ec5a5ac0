import { invalid } from '../errors.ts';
import { InvalidYaml, isMapping, type Mapping, member, readYaml, type Value } from '../yaml.ts';

/** An instance as a service's spec has it; without inputs all of them are defaults. */
export interface InstanceSpec {
  name: string;
  environment: string;
  inputs: Mapping;
}

/** The spec of a service; `pipeline` are the inputs of its pipeline. */
export interface ServiceSpec {
  pipeline?: Mapping;
  instances: InstanceSpec[];
}

/** A service has at most so many. Source: https://docs.aws.amazon.com/proton/latest/userguide/ag-limits.html */
export const mostInstances = 20;
const resourceName = /^[0-9A-Za-z]+[0-9A-Za-z_-]*$/;
const longestName = 100;

/** The inputs of an environment. Throws ValidationException, naming the place. */
export function readEnvironmentSpec(text: string): Mapping {
  return mapping(ofKind(text, 'EnvironmentSpec'), 'spec');
}

/** A service's spec. Throws ValidationException, naming the place. */
export function readServiceSpec(text: string): ServiceSpec {
  const spec = ofKind(text, 'ServiceSpec');
  const given = member(spec, 'instances');
  if (!Array.isArray(given) || given.length === 0)
    throw invalid('The spec is not valid: instances must be a list of at least one instance.');
  if (given.length > mostInstances)
    throw invalid(
      `The spec is not valid: instances has ${given.length} instances, a service at most ${mostInstances}.`,
    );
  const instances = given.map((one, at) => instance(one, `instances[${at}]`));
  const names = instances.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw invalid(`The spec is not valid: instances has two instances named ${twice}.`);
  const pipeline = member(spec, 'pipeline');
  return pipeline === undefined || pipeline === null
    ? { instances }
    : { instances, pipeline: mapping(spec, 'pipeline') };
}

/** The instance of this name in a spec, or undefined. */
export const instanceNamed = (spec: ServiceSpec, name: string): InstanceSpec | undefined =>
  spec.instances.find((one) => one.name === name);

function ofKind(text: string, kind: string): Mapping {
  const spec = parsed(text);
  if (!isMapping(spec)) throw invalid('The spec is not valid: it must be a map.');
  const given = member(spec, 'proton');
  if (given !== kind) throw invalid(`The spec is not valid: proton must be ${kind}, not ${shown(given)}.`);
  return spec;
}

function parsed(text: string): Value {
  try {
    return readYaml(text);
  } catch (error) {
    if (error instanceof InvalidYaml) throw invalid(`The spec is not valid YAML: ${error.message}`);
    throw error;
  }
}

const shown = (value: Value | undefined): string =>
  value === undefined ? 'absent' : JSON.stringify(typeof value === 'string' ? value.slice(0, 100) : typeof value);

function instance(value: Value, path: string): InstanceSpec {
  if (!isMapping(value)) throw invalid(`The spec is not valid: ${path} must be a map.`);
  return {
    name: name(value, 'name', path),
    environment: name(value, 'environment', path),
    inputs: mapping(value, 'spec', path),
  };
}

function name(value: Mapping, key: string, path: string): string {
  const given = member(value, key);
  if (typeof given === 'string' && given.length <= longestName && resourceName.test(given)) return given;
  const rule = `1 to ${longestName} letters, digits, "_" and "-", the first no sign`;
  throw invalid(`The spec is not valid: ${path}.${key} must be a name (${rule}), not ${shown(given)}.`);
}

function mapping(value: Mapping, key: string, path?: string): Mapping {
  const given = member(value, key);
  if (given === undefined || given === null) return {};
  if (isMapping(given)) return given;
  throw invalid(`The spec is not valid: ${path === undefined ? key : `${path}.${key}`} must be a map.`);
}
