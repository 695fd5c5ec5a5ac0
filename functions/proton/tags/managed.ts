import type { Tag } from '@aws-sdk/client-proton';
import type { Deployable } from '../deployments/record.ts';
import { arnOf, type Place } from '../place.ts';

/**
 * The tags that Proton gives each resource; a connection has none. They count toward no limit and cannot be changed.
 * Source: https://docs.aws.amazon.com/proton/latest/userguide/resources.html
 */
export function managedTags(arn: string, record: object): Tag[] {
  const [, , , region = '', account = '', ...ends] = arn.split(':');
  const resource = ends.join(':');
  const place = { account, region };
  const [type = '', name = '', part = '', instance = ''] = resource.split('/');
  const { templateName, environmentName } = templateOf(record);
  if (type === 'environment-account-connection') return [];
  if (/-template$/.test(type)) return tagsOf(place, { template: `${type}/${name.replace(/:.*/, '')}` });
  if (type === 'repository') return tagsOf(place, {});
  if (type === 'component')
    return tagsOf(place, { component: resource, environment: `environment/${environmentName}` });
  if (type === 'environment')
    return tagsOf(place, { template: `environment-template/${templateName}`, environment: resource });
  return tagsOf(place, {
    template: `service-template/${templateName}`,
    service: `service/${name}`,
    ...(part === 'service-instance' && {
      'service-instance': `service/${name}/service-instance/${instance}`,
      environment: `environment/${environmentName}`,
    }),
  });
}

/** A service names its template itself, what is deployed names it in what it is. */
function templateOf(record: object): { templateName: string; environmentName: string } {
  const { templateName, current, environmentName = '' } = record as Partial<Deployable> & { templateName?: string };
  return { templateName: templateName ?? current?.templateName ?? '', environmentName };
}

const tagsOf = (place: Place, resources: Record<string, string>): Tag[] => [
  { key: 'aws:proton:account', value: place.account },
  ...Object.entries(resources).map(([name, resource]) => ({
    key: `aws:proton:${name}`,
    value: arnOf(place, resource),
  })),
];
