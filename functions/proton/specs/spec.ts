import { ApiError } from '../../api/error.ts';
import { type Faults, faultless } from '../faults.ts';
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

/** ValidationException for a spec that is none; `place` are the names and indexes that lead to a value, or line and column, counted from 1. */
export class InvalidSpec extends ApiError {
  readonly reason: string;
  readonly place: { path?: (string | number)[]; line?: number; column?: number };

  constructor(reason: string, place: InvalidSpec['place'] = {}) {
    super('ValidationException', `The spec is not valid: ${reason}`);
    this.reason = reason;
    this.place = place;
  }
}

/** The inputs of an environment. Throws ValidationException, naming the place. */
export const readEnvironmentSpec = (text: string): Mapping => faultless(checkedEnvironmentSpec(text));

/** A service's spec. Throws ValidationException, naming the place. */
export const readServiceSpec = (text: string): ServiceSpec => faultless(checkedServiceSpec(text));

/** Reads an environment's spec, and tells all that is wrong with its form. */
export function* checkedEnvironmentSpec(text: string): Faults<InvalidSpec, Mapping | undefined> {
  const spec = yield* ofKind(text, 'EnvironmentSpec');
  return spec && (yield* mapping(spec, ['spec']));
}

/** Reads a service's spec, and tells all that is wrong with its form. */
export function* checkedServiceSpec(text: string): Faults<InvalidSpec, ServiceSpec | undefined> {
  const spec = yield* ofKind(text, 'ServiceSpec');
  if (!spec) return undefined;
  const given = member(spec, 'instances');
  const path = ['instances'];
  if (!Array.isArray(given) || given.length === 0)
    return yield new InvalidSpec('instances must be a list of at least one instance.', { path });
  if (given.length > mostInstances)
    yield new InvalidSpec(`instances has ${given.length} instances, a service at most ${mostInstances}.`, { path });
  const instances: InstanceSpec[] = [];
  for (const [at, one] of given.entries()) {
    const found = yield* instance(one, [...path, at]);
    if (found && instances.some(({ name: before }) => before === found.name))
      yield new InvalidSpec(`instances has two instances named ${found.name}.`, { path: [...path, at, 'name'] });
    if (found) instances.push(found);
  }
  const pipeline = member(spec, 'pipeline');
  if (pipeline === undefined || pipeline === null) return { instances };
  return { instances, pipeline: yield* mapping(spec, ['pipeline']) };
}

/** The instance of this name in a spec, or undefined. */
export const instanceNamed = (spec: ServiceSpec, name: string): InstanceSpec | undefined =>
  spec.instances.find((one) => one.name === name);

function* ofKind(text: string, kind: string): Faults<InvalidSpec, Mapping | undefined> {
  const spec = yield* parsed(text);
  if (spec === undefined) return undefined;
  if (!isMapping(spec)) return yield new InvalidSpec('it must be a map.');
  const given = member(spec, 'proton');
  if (given !== kind) yield new InvalidSpec(`proton must be ${kind}, not ${shown(given)}.`, { path: ['proton'] });
  return spec;
}

function* parsed(text: string): Faults<InvalidSpec, Value | undefined> {
  try {
    return readYaml(text);
  } catch (error) {
    if (!(error instanceof InvalidYaml)) throw error;
    return yield new InvalidSpec(`it is no YAML: ${error.message}`, error.place);
  }
}

const shown = (value: Value | undefined): string =>
  value === undefined ? 'absent' : JSON.stringify(typeof value === 'string' ? value.slice(0, 100) : typeof value);

type Path = (string | number)[];

function* instance(value: Value, path: Path): Faults<InvalidSpec, InstanceSpec | undefined> {
  if (!isMapping(value)) return yield new InvalidSpec(`${written(path)} must be a map.`, { path });
  const name = yield* nameAt(value, [...path, 'name']);
  const environment = yield* nameAt(value, [...path, 'environment']);
  const inputs = yield* mapping(value, [...path, 'spec']);
  return name === undefined || environment === undefined ? undefined : { name, environment, inputs };
}

function* nameAt(value: Mapping, path: Path): Faults<InvalidSpec, string | undefined> {
  const given = member(value, String(path.at(-1)));
  if (typeof given === 'string' && given.length <= longestName && resourceName.test(given)) return given;
  const rule = `1 to ${longestName} letters, digits, "_" and "-", the first no sign`;
  return yield new InvalidSpec(`${written(path)} must be a name (${rule}), not ${shown(given)}.`, { path });
}

function* mapping(value: Mapping, path: Path): Faults<InvalidSpec, Mapping> {
  const given = member(value, String(path.at(-1)));
  if (isMapping(given)) return given;
  if (given !== undefined && given !== null) yield new InvalidSpec(`${written(path)} must be a map.`, { path });
  return {};
}

/** As in `instances[0].spec`. */
const written = (path: Path): string =>
  path.map((step, at) => (typeof step === 'number' ? `[${step}]` : `${at === 0 ? '' : '.'}${step}`)).join('');
