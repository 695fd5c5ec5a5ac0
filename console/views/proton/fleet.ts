import type { EnvironmentSummary, ServiceInstanceSummary } from '@aws-sdk/client-proton';
import { allPages } from '../../clients/all-pages.ts';

/** Something deployed, and how it stands to the version its template recommends. */
export interface Deployed {
  name: string;
  status: string;
  template: string;
  version: string;
  /** The recommended version where this is not it. */
  behind?: string;
}

/** Environments across, services down; a service may have several instances in one environment. */
export interface Fleet {
  environments: Deployed[];
  services: { name: string; instances: Map<string, Deployed[]> }[];
}

type Summary = Pick<
  EnvironmentSummary | ServiceInstanceSummary,
  'name' | 'deploymentStatus' | 'templateName' | 'templateMajorVersion' | 'templateMinorVersion'
>;

/** Reads the whole fleet. */
export async function loadFleet(): Promise<Fleet> {
  const api = await import('../../clients/proton.ts');
  const [environments, instances, environmentTemplates, serviceTemplates] = await Promise.all([
    allPages(api.listEnvironments, ({ environments: found }) => found),
    allPages(api.listServiceInstances, ({ serviceInstances }) => serviceInstances),
    allPages(api.listEnvironmentTemplates, ({ templates }) => templates),
    allPages(api.listServiceTemplates, ({ templates }) => templates),
  ]);
  const recommended = (templates: { name?: string | undefined; recommendedVersion?: string | undefined }[]) =>
    new Map(templates.map(({ name = '', recommendedVersion = '' }) => [name, recommendedVersion]));
  const ofEnvironments = recommended(environmentTemplates);
  return {
    environments: environments.map((one) => deployed(one, ofEnvironments)),
    services: rowsOf(instances, recommended(serviceTemplates)),
  };
}

function rowsOf(instances: ServiceInstanceSummary[], recommended: Map<string, string>): Fleet['services'] {
  const rows = new Map<string, Map<string, Deployed[]>>();
  for (const one of instances) {
    const row = rows.get(one.serviceName ?? '') ?? new Map<string, Deployed[]>();
    rows.set(one.serviceName ?? '', row);
    const cell = row.get(one.environmentName ?? '') ?? [];
    row.set(one.environmentName ?? '', [...cell, deployed(one, recommended)]);
  }
  return [...rows].map(([name, found]) => ({ name, instances: found })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

function deployed(one: Summary, recommended: Map<string, string>): Deployed {
  const { name = '', deploymentStatus: status = '', templateName: template = '' } = one;
  const version = `${one.templateMajorVersion ?? ''}.${one.templateMinorVersion ?? ''}`;
  const wanted = recommended.get(template);
  return { name, status, template, version, ...(wanted && isNewer(wanted, version) && { behind: wanted }) };
}

/** Whether one version, `major.minor`, comes after another. */
export function isNewer(one: string, other: string): boolean {
  const [major = 0, minor = 0] = one.split('.').map(Number);
  const [otherMajor = 0, otherMinor = 0] = other.split('.').map(Number);
  return major > otherMajor || (major === otherMajor && minor > otherMinor);
}
