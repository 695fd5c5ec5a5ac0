import type { ComponentSummary, ServiceSummary, ServiceTemplateSummary } from '@aws-sdk/client-proton';
import { allPages } from '../../clients/all-pages.ts';
import { mapAtOnce } from '../../clients/at-once.ts';
import type { Named } from './named.ts';
import { type Behind, behindOf, loadVersions, type TemplateKind, type Version } from './versions.ts';

/** Something deployed, and how it stands to the versions of its template. Components have no template. */
export interface Deployed {
  named: Named;
  name: string;
  status: string;
  version: string;
  behind?: Behind;
}

/** A service: its pipeline, and its instances by environment, of which there may be several in one. */
export interface ServiceRow {
  name: string;
  pipeline?: Deployed;
  instances: Map<string, Deployed[]>;
}

/** Environments across, services down; components stand in their environment. */
export interface Fleet {
  environments: Deployed[];
  services: ServiceRow[];
  components: Map<string, Deployed[]>;
}

interface Summary {
  deploymentStatus?: string | undefined;
  templateName?: string | undefined;
  templateMajorVersion?: string | undefined;
  templateMinorVersion?: string | undefined;
}

/** Reads the whole fleet. */
export async function loadFleet(): Promise<Fleet> {
  const api = await import('../../clients/proton.ts');
  const [environments, services, instances, components] = await Promise.all([
    allPages(api.listEnvironments, (page) => page.environments),
    allPages(api.listServices, (page) => page.services),
    allPages(api.listServiceInstances, (page) => page.serviceInstances),
    allPages(api.listComponents, (page) => page.components),
  ]);
  const [pipelines, ofEnvironments, ofServices] = await Promise.all([
    loadPipelines(services),
    versionsOf('environment', environments),
    versionsOf('service', services),
  ]);
  const rows = new Map<string, ServiceRow>();
  for (const { name = '' } of services) {
    const summary = pipelines.get(name);
    const named: Named = { kind: 'pipeline', service: name };
    const pipeline = summary && deployed(summary, { named, name: 'pipeline', versions: ofServices });
    rows.set(name, { name, ...(pipeline && { pipeline }), instances: new Map() });
  }
  for (const one of instances) {
    const { serviceName: service = '', name = '', environmentName = '' } = one;
    const named: Named = { kind: 'instance', service, instance: name };
    const row = rows.get(service) ?? { name: service, instances: new Map<string, Deployed[]>() };
    rows.set(service, row);
    push(row.instances, environmentName, deployed(one, { named, name, versions: ofServices }));
  }
  return {
    environments: environments.map((one) => {
      const { name = '' } = one;
      return deployed(one, { named: { kind: 'environment', environment: name }, name, versions: ofEnvironments });
    }),
    services: [...rows.values()].sort((one, other) => one.name.localeCompare(other.name)),
    components: byEnvironment(components),
  };
}

/** Only services of some templates have a pipeline, which only the service itself tells. */
async function loadPipelines(services: ServiceSummary[]): Promise<Map<string, Summary>> {
  const api = await import('../../clients/proton.ts');
  const templates: ServiceTemplateSummary[] = services.length
    ? await allPages(api.listServiceTemplates, (page) => page.templates)
    : [];
  const without = new Set(
    templates.filter(({ pipelineProvisioning }) => pipelineProvisioning).map(({ name = '' }) => name),
  );
  const asked = services.filter(({ templateName = '' }) => !without.has(templateName));
  const found = await mapAtOnce(asked, async ({ name = '' }) => (await api.getService(name)).service);
  return new Map(found.flatMap((one) => (one?.pipeline ? [[one.name ?? '', one.pipeline] as const] : [])));
}

async function versionsOf(
  kind: TemplateKind,
  deployments: Pick<Summary, 'templateName'>[],
): Promise<Map<string, Version[]>> {
  const names = [...new Set(deployments.map(({ templateName = '' }) => templateName))];
  // A template that may not be looked at hides nothing else.
  const found = await mapAtOnce(names, (name) => loadVersions(kind, name).catch((): Version[] => []));
  return new Map(names.map((name, place) => [name, found[place] ?? []]));
}

interface Known {
  named: Named;
  name: string;
  versions: Map<string, Version[]>;
}

function deployed(one: Summary, { named, name, versions }: Known): Deployed {
  const { deploymentStatus: status = '', templateName = '', templateMajorVersion, templateMinorVersion } = one;
  const version = `${templateMajorVersion ?? ''}.${templateMinorVersion ?? ''}`;
  const behind = behindOf(version, versions.get(templateName) ?? []);
  return { named, name, status, version, ...(behind && { behind }) };
}

function byEnvironment(components: ComponentSummary[]): Fleet['components'] {
  const found: Fleet['components'] = new Map();
  for (const { name = '', environmentName = '', deploymentStatus: status = '' } of components)
    push(found, environmentName, { named: { kind: 'component', component: name }, name, status, version: '' });
  return found;
}

const push = (lists: Map<string, Deployed[]>, key: string, one: Deployed): void =>
  void lists.set(key, [...(lists.get(key) ?? []), one]);

/** All that is deployed. */
export const allOf = ({ environments, services, components }: Fleet): Deployed[] => [
  ...environments,
  ...services.flatMap((row) => allOfService(row)),
  ...[...components.values()].flat(),
];

/** All that is deployed of a service. */
export const allOfService = ({ pipeline, instances }: ServiceRow): Deployed[] => [
  ...(pipeline ? [pipeline] : []),
  ...[...instances.values()].flat(),
];
