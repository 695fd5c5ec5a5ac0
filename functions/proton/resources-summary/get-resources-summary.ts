import type { GetResourcesSummaryInput, GetResourcesSummaryOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import { allRecords, everyRecord } from '../../ports/every-record.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Store } from '../../ports/store.ts';
import { componentsPartition, instancesPartition, pipelinesPartition } from '../deployments/names.ts';
import type { Deployable } from '../deployments/record.ts';
import { environmentsPartition } from '../environments/record.ts';
import type { Place } from '../place.ts';
import { type ServiceRecord, servicesPartition } from '../services/record.ts';
import { type TemplateKind, type TemplateRecord, templatesPartition } from '../templates/record.ts';
import { type Age, ageOf } from '../template-versions/age.ts';
import { oldest, tally } from './tally.ts';

/**
 * How many resources there are in the account and Region, how many of them failed, and how many are behind what their template recommends; a service
 * is as far behind as the part of it that is the farthest.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_GetResourcesSummary.html
 */
export async function getResourcesSummary(
  _input: GetResourcesSummaryInput,
  { store }: Pick<Ports, 'store'>,
  { account, region }: Caller,
): Promise<GetResourcesSummaryOutput> {
  const place = { account, region };
  const [environmentTemplates, serviceTemplates] = [
    await recommended('environment', store, place),
    await recommended('service', store, place),
  ];
  const environments = await aged(environmentsPartition(place), environmentTemplates, store);
  const serviceInstances = await aged(instancesPartition(place), serviceTemplates, store);
  const pipelines = await aged(pipelinesPartition(place), serviceTemplates, store);
  const byService = Map.groupBy([...serviceInstances, ...pipelines], ({ serviceName }) => serviceName);
  const components = await allRecords<Deployable>(store, { partition: componentsPartition(place) });
  const services = [];
  for await (const { value } of everyRecord<ServiceRecord>(store, { partition: servicesPartition(place) })) {
    const parts = byService.get(value.name) ?? [];
    services.push({ status: value.status, age: oldest(parts.map(({ age }) => age)) });
  }
  return {
    counts: {
      components: {
        total: components.length,
        failed: components.filter(({ value }) => value.status.includes('FAILED')).length,
      },
      environmentTemplates: { total: environmentTemplates.size },
      environments: tally(environments),
      pipelines: tally(pipelines),
      serviceInstances: tally(serviceInstances),
      serviceTemplates: { total: serviceTemplates.size },
      services: tally(services),
    },
  };
}

/** What each template recommends, as `major.minor`. */
async function recommended(kind: TemplateKind, store: Store, place: Place): Promise<Map<string, string | undefined>> {
  const found = new Map<string, string | undefined>();
  for await (const { value } of everyRecord<TemplateRecord>(store, { partition: templatesPartition(kind, place) }))
    found.set(value.name, value.recommendedVersion);
  return found;
}

interface Aged extends Pick<Deployable, 'status' | 'serviceName'> {
  age: Age;
}

async function aged(partition: string, templates: Map<string, string | undefined>, store: Store): Promise<Aged[]> {
  const found: Aged[] = [];
  for await (const { value } of everyRecord<Deployable>(store, { partition })) {
    const { status, serviceName, current } = value;
    const age = ageOf(current, templates.get(current.templateName));
    found.push({ status, age, ...(serviceName !== undefined && { serviceName }) });
  }
  return found;
}
