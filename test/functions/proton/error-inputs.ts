import { account } from '../../door.ts';
import { conflicts, type Input, type Room, works } from './operation-inputs.ts';
import { specOf } from './services/services-room.ts';

/** Errors that the contract lists and nothing here leads to, with the reason. */
export const unreachable: [string | RegExp, string, string][] = [
  ['GetAccountSettings', 'ValidationException', 'it has no members'],
  ['GetAccountSettings', 'ResourceNotFoundException', 'settings that were never set are empty'],
  [/^Delete/, 'ResourceNotFoundException', 'deleting what is not there succeeds'],
  [/^(Get|List)/, 'ThrottlingException', 'who only reads loses no race'],
  ['CreateEnvironmentTemplateVersion', 'ConflictException', 'numbers are given in turn'],
  ['CreateServiceTemplateVersion', 'ConflictException', 'numbers are given in turn'],
  ['DeleteEnvironmentAccountConnection', 'ConflictException', 'it can be deleted in any status, also while it is used'],
  ['UpdateAccountSettings', 'ConflictException', 'nothing goes on with them'],
  ['UpdateEnvironmentTemplate', 'ConflictException', 'nothing goes on with a template'],
  ['UpdateServiceTemplate', 'ConflictException', 'nothing goes on with a template'],
  ['GetResourcesSummary', 'ValidationException', 'it has no members'],
  ['ListRepositories', 'ResourceNotFoundException', 'there is always a list of them'],
  ['NotifyResourceDeploymentStatusChange', 'ServiceQuotaExceededException', 'it makes nothing'],
  ['UpdateComponent', 'ServiceQuotaExceededException', 'it makes nothing'],
  [
    /^Create(Template|Service)SyncConfig$/,
    'ServiceQuotaExceededException',
    'there is one for each template and service',
  ],
  [/^(Update|Delete)(Template|Service)SyncConfig$/, 'ConflictException', 'a sync that goes on does not hold it up'],
];

const roleArn = 'arn:aws:iam::000000000000:role/build';
const arn = (resource: string) => `arn:aws:proton:us-east-1:${account}:${resource}`;

/** A request that made something, after which that was changed. */
const changed =
  (operation: string, change: string): Input =>
  async (room) => {
    const input = { ...(await works[operation]?.(room)) };
    await room.call(operation, input);
    await room.settled();
    await room.call(change, { name: 'other', deploymentType: 'NONE', description: 'changed' });
    return input;
  };

/** A version whose registration failed. */
const unregistered =
  (kind: 'Environment' | 'Service', templateName: string): Input =>
  async (room) => {
    const create = `Create${kind}TemplateVersion`;
    await room.call(create, { ...(await works[create]?.(room)), source: await room.source(Buffer.from('no archive')) });
    await room.settled();
    return { templateName, majorVersion: '2', minorVersion: '0', status: 'PUBLISHED' };
  };

/** An instance that is being deployed. */
const inDeployment: Input = async (room) => {
  room.provisioner.outcome = () => ({ state: 'InProgress' });
  await room.call('UpdateServiceInstance', { serviceName: 'app', name: 'one', deploymentType: 'CURRENT_VERSION' });
  return { resourceArn: arn('service/app/service-instance/one') };
};

const rejected: Input = async ({ call, connection }) => {
  await call('RejectEnvironmentAccountConnection', { id: connection });
  return { id: connection, roleArn };
};

const used: Input = async ({ call, connection: id, settled }) => {
  await call('AcceptEnvironmentAccountConnection', { id });
  const environment = { name: 'linked', templateName: 'base', templateMajorVersion: '1' };
  const made = await call('CreateEnvironmentAccountConnection', {
    environmentName: 'linked',
    managementAccountId: account,
    codebuildRoleArn: roleArn,
  });
  const { environmentAccountConnection } = made as { environmentAccountConnection: { id: string } };
  await call('AcceptEnvironmentAccountConnection', { id: environmentAccountConnection.id });
  const spec = 'proton: EnvironmentSpec\nspec: {}\n';
  const environmentAccountConnectionId = environmentAccountConnection.id;
  await call('CreateEnvironment', { ...environment, spec, environmentAccountConnectionId });
  await settled();
  return { id: environmentAccountConnectionId };
};

const more: Record<string, Input> = {
  AcceptEnvironmentAccountConnection: rejected,
  CreateEnvironment: changed('CreateEnvironment', 'UpdateEnvironment'),
  CreateEnvironmentTemplate: changed('CreateEnvironmentTemplate', 'UpdateEnvironmentTemplate'),
  CreateService: changed('CreateService', 'UpdateService'),
  CreateServiceTemplate: changed('CreateServiceTemplate', 'UpdateServiceTemplate'),
  RejectEnvironmentAccountConnection: used,
  TagResource: async (room) => ({ ...(await inDeployment(room)), tags: [{ key: 'a', value: 'b' }] }),
  UntagResource: async (room) => ({ ...(await inDeployment(room)), tagKeys: ['a'] }),
  UpdateEnvironmentAccountConnection: rejected,
  UpdateEnvironmentTemplateVersion: unregistered('Environment', 'base'),
  UpdateServiceTemplateVersion: unregistered('Service', 'web'),
};

/** An input that something stands in the way of. */
export async function conflictsOf(operation: string, room: Room): Promise<object> {
  const input = more[operation] ?? conflicts[operation];
  if (!input) throw new Error(`Nothing is known to stand in the way of ${operation}.`);
  return input(room);
}

/** A thousand records in a partition, or in a part of an index. */
async function filled({ ports }: Room, partition: string, index?: string): Promise<void> {
  for (let at = 0; at < 1000; at += 100)
    await ports.store.write(
      Array.from({ length: 100 }, (_, one) => {
        const sort = `version#x${String(at + one)}`;
        if (index === undefined) return { put: { partition, sort, value: {} }, expect: 0 };
        return { put: { partition: 'x', sort, value: {}, indexes: { [index]: { partition, sort } } }, expect: 0 };
      }),
    );
}

const full =
  (operation: string, type: string, index?: string): Input =>
  async (room) => {
    const input = { ...(await works[operation]?.(room)) };
    await filled(room, `proton#${type}`.replace('@', `${account}#us-east-1`), index);
    return input;
  };

/** An input that asks for one more than there can be. */
export const quotas: Record<string, Input> = {
  CreateComponent: full('CreateComponent', 'component#@'),
  CreateEnvironment: full('CreateEnvironment', 'environment#@'),
  CreateEnvironmentAccountConnection: full('CreateEnvironmentAccountConnection', 'connections-sent#@', 'parent'),
  CreateEnvironmentTemplate: full('CreateEnvironmentTemplate', 'service-template#@'),
  CreateEnvironmentTemplateVersion: full('CreateEnvironmentTemplateVersion', 'environment-template-version#@#base'),
  CreateRepository: full('CreateRepository', 'repository#@'),
  CreateService: full('CreateService', 'service#@'),
  CreateServiceTemplate: full('CreateServiceTemplate', 'environment-template#@'),
  CreateServiceTemplateVersion: full('CreateServiceTemplateVersion', 'service-template-version#@#web'),
  UpdateService: () => ({
    name: 'app',
    spec: specOf({ one: 1, two: 2, ...Object.fromEntries(Array.from({ length: 19 }, (_, at) => [`i${at}`, 1])) }),
  }),
};
