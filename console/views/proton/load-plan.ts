import type { Preview } from '../../../functions/proton/previews/answer.ts';
import { loadTarget } from './load-target.ts';
import type { Named } from './named.ts';
import { loadVersions, numbersOf, type Version } from './versions.ts';

/** What can be updated: a component has no template to preview. */
export type Updatable = Exclude<Named, { kind: 'component' }>;

/** What is deployed now, and the versions that could be: nothing goes back to an earlier major one. */
export interface Now {
  template: string;
  version: string;
  spec: string;
  versions: Version[];
}

/** What somebody wants to deploy. */
export interface Wanted {
  version: string;
  spec: string;
}

/** Reads what a plan starts from. */
export async function loadNow(named: Updatable): Promise<Now> {
  const { template, version, spec } = await loadTarget(named);
  const versions = await loadVersions(named.kind === 'environment' ? 'environment' : 'service', template);
  const [major] = numbersOf(version);
  return { template, version, spec, versions: versions.filter((one) => one.major >= major) };
}

/** Whether two plans change the same. */
export const isSame = (one: Preview, other: Preview): boolean =>
  JSON.stringify(one.Files) === JSON.stringify(other.Files);

/** What an update is asked for: nothing is said of what stays, so that the server's own stands; a pipeline's update wants a spec in any case. */
function changesOf({ kind }: Updatable, now: Now, { version, spec }: Wanted) {
  const [major, minor] = numbersOf(version);
  return {
    ...((spec !== now.spec || kind === 'pipeline') && { spec }),
    ...(version !== now.version && { templateMajorVersion: String(major), templateMinorVersion: String(minor) }),
  };
}

const operations = {
  environment: 'PreviewEnvironment',
  instance: 'PreviewServiceInstance',
  pipeline: 'PreviewServicePipeline',
} as const;

function namesOf(named: Updatable) {
  if (named.kind === 'environment') return { environmentName: named.environment };
  return {
    serviceName: named.service,
    ...(named.kind === 'instance' && { serviceInstanceName: named.instance }),
  };
}

/** What the update would change; nothing is changed by asking. */
export async function loadPlan(named: Updatable, now: Now, wanted: Wanted): Promise<Preview> {
  const { callOwn } = await import('../../clients/quaymaster.ts');
  const input = { ...namesOf(named), ...changesOf(named, now, wanted) };
  return callOwn<Preview>(`QuaymasterProton.${operations[named.kind]}`, input);
}

function deploymentTypeOf(now: Now, { version }: Wanted) {
  if (version === now.version) return 'CURRENT_VERSION';
  return numbersOf(version)[0] === numbersOf(now.version)[0] ? 'MINOR_VERSION' : 'MAJOR_VERSION';
}

/** Deploys it, by the public operation that the plan was of. */
export async function deploy(named: Updatable, now: Now, wanted: Wanted): Promise<unknown> {
  const api = await import('../../clients/proton.ts');
  const changes = { deploymentType: deploymentTypeOf(now, wanted), ...changesOf(named, now, wanted) } as const;
  switch (named.kind) {
    case 'environment':
      return api.updateEnvironment({ name: named.environment, ...changes });
    case 'instance':
      return api.updateServiceInstance({ serviceName: named.service, name: named.instance, ...changes });
    case 'pipeline':
      return api.updateServicePipeline({ serviceName: named.service, ...changes, spec: wanted.spec });
  }
}
