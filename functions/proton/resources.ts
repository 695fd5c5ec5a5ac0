import type { Caller } from '../api/action.ts';
import type { Input, Resources, Service } from '../api/service.ts';
import { arnOf } from './place.ts';
import { namesIn } from './service-syncs/blockers.ts';

/** Any id: policies name connections that do not exist yet as `environment-account-connection/*`. */
const newConnection = 'environment-account-connection/00000000-0000-0000-0000-000000000000';

/** How an operation's input names what it is about: what its name contains, and the ARN's end. The first that fits counts. */
const named: [RegExp, (input: Record<string, string>) => string | undefined][] = [
  [/^CreateEnvironmentAccountConnection$/, () => newConnection],
  [/EnvironmentAccountConnection/, ({ id }) => id && `environment-account-connection/${id}`],
  [
    /TemplateSync/,
    ({ templateName, templateType }) => templateName && `${templateType?.toLowerCase()}-template/${templateName}`,
  ],
  [/EnvironmentTemplate/, (input) => template('environment', input)],
  [/ServiceTemplate/, (input) => template('service', input)],
  [
    /Repositor/,
    ({ name, provider, repositoryName = name, repositoryProvider = provider }) =>
      repositoryName && repositoryProvider && `repository/${repositoryProvider.toLowerCase()}:${repositoryName}`,
  ],
  [/ServiceSyncBlocker$/, ({ id }) => id && `service/${namesIn(id).serviceName}`],
  [/^(Get|Delete)Deployment$/, ({ id }) => id && `deployment/${id}`],
  [/Component/, ({ name, componentName }) => one('component', componentName ?? name)],
  [/Environment/, ({ name, environmentName }) => one('environment', environmentName ?? name)],
  [/ServicePipeline/, ({ serviceName }) => serviceName && `service/${serviceName}/pipeline`],
  [
    /ServiceInstance(?!s$)/,
    ({ serviceName, name, serviceInstanceName = name }) =>
      serviceName && serviceInstanceName && `service/${serviceName}/service-instance/${serviceInstanceName}`,
  ],
  [/Service/, ({ name, serviceName }) => one('service', serviceName ?? name)],
];

const one = (type: string, name: string | undefined): string | undefined => name && `${type}/${name}`;

function template(kind: string, { name, templateName = name, majorVersion, minorVersion }: Record<string, string>) {
  if (templateName === undefined) return undefined;
  const version = majorVersion !== undefined && minorVersion !== undefined ? `:${majorVersion}.${minorVersion}` : '';
  return `${kind}-template/${templateName}${version}`;
}

/**
 * What a Proton operation is about, for IAM.
 * Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsproton.html
 */
export function resources(operation: string, input: Input, caller: Caller): Resources {
  if (typeof input['resourceArn'] === 'string') return [[input['resourceArn']]];
  const texts = Object.fromEntries(Object.entries(input).filter(([, value]) => typeof value === 'string'));
  const row = named.find(([pattern]) => pattern.test(operation));
  const resource = row?.[1](texts as Record<string, string>);
  return [[resource ? arnOf(caller, resource) : '*']];
}

const roles = [
  'protonServiceRoleArn',
  'codebuildRoleArn',
  'componentRoleArn',
  'pipelineServiceRoleArn',
  'pipelineCodebuildRoleArn',
  'roleArn',
];

/** Roles that are handed on, the connection of a repository, and the bundle that is read on the caller's behalf. */
export const alsoNeeds: NonNullable<Service['alsoNeeds']> = (_operation, input) => {
  const passed = roles.flatMap((member) => {
    const role = input[member];
    return typeof role === 'string' && role !== '' ? [{ action: 'iam:PassRole', resource: role }] : [];
  });
  const connection = input['repositoryConnectionArn'] ?? input['connectionArn'];
  const connections =
    typeof connection === 'string' ? [{ action: 'codestar-connections:PassConnection', resource: connection }] : [];
  const source = (input['source'] as { s3?: { bucket: string; key: string } } | undefined)?.s3;
  const bundles = source ? [{ action: 's3:GetObject', resource: `arn:aws:s3:::${source.bucket}/${source.key}` }] : [];
  return [...passed, ...connections, ...bundles];
};
