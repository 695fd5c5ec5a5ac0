import type { ListServiceInstancesFilter, ListServiceInstancesFilterBy } from '@aws-sdk/client-proton';
import type { Store } from '../../ports/store.ts';
import { invalid } from '../errors.ts';
import { ageOf } from '../template-versions/age.ts';
import { getTemplate } from '../templates/record.ts';
import type { InstanceRecord } from './record.ts';

type Passes = (instance: InstanceRecord) => Promise<boolean>;

const passing: Record<ListServiceInstancesFilterBy, (value: string, store: Store) => Passes> = {
  name: (value) => async (one) => one.instanceName === value,
  deploymentStatus: (value) => async (one) => one.status === value,
  templateName: (value) => async (one) => one.current.templateName === value,
  serviceName: (value) => async (one) => one.serviceName === value,
  environmentName: (value) => async (one) => one.environmentName === value,
  deployedTemplateVersionStatus: (value, store) => async (one) => (await versionStatus(one, store)) === value,
  lastDeploymentAttemptedAtBefore: (value) => before(value, ({ lastAttemptedAt }) => lastAttemptedAt),
  lastDeploymentAttemptedAtAfter: (value) => after(value, ({ lastAttemptedAt }) => lastAttemptedAt),
  createdAtBefore: (value) => before(value, ({ createdAt }) => createdAt),
  createdAtAfter: (value) => after(value, ({ createdAt }) => createdAt),
};

/** The instances that pass all filters. Throws ValidationException for a time that is none. */
export async function filtered(
  instances: InstanceRecord[],
  filters: ListServiceInstancesFilter[],
  store: Store,
): Promise<InstanceRecord[]> {
  const all = filters.map(({ key, value = '' }) => (key ? passing[key](value, store) : async () => true));
  const kept: InstanceRecord[] = [];
  for (const one of instances) {
    const passed = await Promise.all(all.map((passes) => passes(one)));
    if (passed.every(Boolean)) kept.push(one);
  }
  return kept;
}

type TimeOf = (instance: InstanceRecord) => number;

const before = (value: string, timeOf: TimeOf): Passes => {
  const time = timeFrom(value);
  return async (one) => timeOf(one) < time;
};

const after = (value: string, timeOf: TimeOf): Passes => {
  const time = timeFrom(value);
  return async (one) => timeOf(one) > time;
};

/** RFC 3339 in UTC, such as 2020-01-01T00:00:00Z. */
function timeFrom(value: string): number {
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|\+00:00)$/.test(value) ? Date.parse(value) : NaN;
  if (Number.isNaN(time)) throw invalid(`filters: ${value} is not a time such as 2020-01-01T00:00:00Z.`);
  return time;
}

/** How an instance's version stands to the recommended one of its template. */
async function versionStatus({ current, account, region }: InstanceRecord, store: Store): Promise<string> {
  const template = await getTemplate(store, 'service', { account, region, name: current.templateName });
  return ageOf(current, template?.value.recommendedVersion);
}
