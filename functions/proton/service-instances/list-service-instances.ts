import type {
  ListServiceInstancesInput,
  ListServiceInstancesOutput,
  ListServiceInstancesSortBy,
} from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import { everyRecord } from '../../ports/every-record.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Store } from '../../ports/store.ts';
import { instancesPartition } from '../deployments/names.ts';
import { invalidNextToken } from '../errors.ts';
import { placeOf, tokenOf } from '../listing.ts';
import type { Place } from '../place.ts';
import { requireService } from '../services/record.ts';
import { filtered } from './filters.ts';
import { type InstanceRecord, instanceSummary } from './record.ts';

/**
 * The instances of one service or of all, filtered and sorted; by service and name unless told.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_ListServiceInstances.html
 */
export async function listServiceInstances(
  input: ListServiceInstancesInput,
  { store }: Pick<Ports, 'store'>,
  { account, region }: Caller,
): Promise<ListServiceInstancesOutput> {
  const { serviceName, filters = [], sortBy = 'serviceName', sortOrder = 'ASCENDING', maxResults = 100 } = input;
  const place = { account, region };
  if (serviceName !== undefined) await requireService(store, place, serviceName);
  const shape = ['service-instances', account, region, serviceName ?? '', filters, sortBy, sortOrder];
  const sorted = (await filtered(await all(store, place, serviceName), filters, store))
    .map((instance): Sorted => ({ instance, at: positionOf(instance, sortBy) }))
    .sort((one, other) => compare(one.at, other.at) * (sortOrder === 'ASCENDING' ? 1 : -1));
  const from = startOf(placeOf(shape, input.nextToken), sortOrder);
  const rest = sorted.filter(({ at }) => from(at));
  const page = rest.slice(0, maxResults);
  const last = page.at(-1);
  return {
    serviceInstances: page.map(({ instance }) => instanceSummary(instance)),
    ...(last && rest.length > maxResults && { nextToken: tokenOf(shape, JSON.stringify(last.at)) }),
  };
}

/** What an instance is sorted by, then its service and name. */
type Position = [string, string, string];

interface Sorted {
  instance: InstanceRecord;
  at: Position;
}

async function all(store: Store, place: Place, service: string | undefined): Promise<InstanceRecord[]> {
  const query = { partition: instancesPartition(place), ...(service !== undefined && { prefix: `${service}#` }) };
  const found: InstanceRecord[] = [];
  for await (const { value } of everyRecord<InstanceRecord>(store, query)) found.push(value);
  return found;
}

const padded = (time: number): string => String(time).padStart(15, '0');

const sorting: Record<ListServiceInstancesSortBy, (instance: InstanceRecord) => string> = {
  name: ({ instanceName }) => instanceName,
  deploymentStatus: ({ status }) => status,
  templateName: ({ current }) => current.templateName,
  serviceName: ({ serviceName }) => serviceName,
  environmentName: ({ environmentName }) => environmentName,
  lastDeploymentAttemptedAt: ({ lastAttemptedAt }) => padded(lastAttemptedAt),
  createdAt: ({ createdAt }) => padded(createdAt),
};

const positionOf = (instance: InstanceRecord, by: ListServiceInstancesSortBy): Position => [
  sorting[by](instance),
  instance.serviceName,
  instance.instanceName,
];

function compare(one: Position, other: Position): number {
  const at = one.findIndex((part, index) => part !== other[index]);
  if (at < 0) return 0;
  return (one[at] ?? '') < (other[at] ?? '') ? -1 : 1;
}

function startOf(place: string | undefined, order: string): (at: Position) => boolean {
  if (place === undefined) return () => true;
  const last = positionFrom(place);
  return (at) => compare(at, last) * (order === 'ASCENDING' ? 1 : -1) > 0;
}

function positionFrom(text: string): Position {
  try {
    const parts: unknown = JSON.parse(text);
    if (Array.isArray(parts) && parts.length === 3 && parts.every((part) => typeof part === 'string'))
      return parts as Position;
  } catch {
    // Answered below, like any other text that no page gave.
  }
  throw invalidNextToken();
}
