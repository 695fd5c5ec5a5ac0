import { RepositoryRefused } from '../../ports/repository-refused.ts';
import { mostInstances } from '../specs/spec.ts';
import { InvalidYaml, isMapping, member, readYaml, type Value } from '../yaml.ts';

/** An instance in an ops file: the branch and the path of the spec that it is deployed with. */
export interface OpsInstance {
  name: string;
  branch: string;
  spec: string;
}

const goodName = /^[0-9A-Za-z]+[0-9A-Za-z_-]{0,99}$/;

/**
 * The instances of a service in the text of an ops file, in its order. Throws RepositoryRefused.
 * Source: https://docs.aws.amazon.com/proton/latest/userguide/ag-service-sync-configs.html
 */
export function opsInstances(text: string, service: string, path: string): OpsInstance[] {
  const wrong = (what: string) => new RepositoryRefused(`${path} is no ops file: ${what}`);
  const found = member(member(member(read(text, wrong), 'sync'), 'services'), service);
  if (!isMapping(found)) throw wrong(`sync.services.${service} must be a map of instances.`);
  const all = Object.entries(found);
  if (all.length > mostInstances)
    throw wrong(`${service} has ${all.length} instances, a service at most ${mostInstances}.`);
  return all.map(([name, value]) => {
    if (!goodName.test(name)) throw wrong(`${JSON.stringify(name.slice(0, 100))} is no name of an instance.`);
    const at = (key: string) => {
      const given = member(value, key);
      const isGood = typeof given === 'string' && given !== '' && !given.split('/').includes('..');
      if (!isGood) throw wrong(`sync.services.${service}.${name}.${key} must be ${meanings[key]}.`);
      return given;
    };
    return { name, branch: at('branch'), spec: at('spec') };
  });
}

const meanings: Record<string, string> = { branch: 'the name of a branch', spec: 'the path of a file' };

function read(text: string, wrong: (what: string) => RepositoryRefused): Value {
  try {
    return readYaml(text);
  } catch (error) {
    if (!(error instanceof InvalidYaml)) throw error;
    throw wrong(error.message);
  }
}
