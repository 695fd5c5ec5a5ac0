import type { ResourceDeploymentStatus } from '@aws-sdk/client-proton';
import { updateAccountSettings } from '../../../functions/proton/account-settings/update-account-settings.ts';
import { notifyResourceDeploymentStatusChange } from '../../../functions/proton/deployments/notify-resource-deployment-status-change.ts';
import type { DeploymentRecord } from '../../../functions/proton/deployments/record.ts';
import { createRepository } from '../../../functions/proton/repositories/create-repository.ts';
import { callerOf } from '../automation/requests.ts';
import { createWith } from '../deployments/requests.ts';
import type { World } from '../world.ts';

const admin = callerOf('admin');
const name = 'me/infra';
const provisioningRepository = { name, branch: 'main', provider: 'GITHUB' } as const;

/** Links the repository that all pull requests go to, also those of pipelines. */
export const link = (world: World) =>
  world.request(async (gated) => {
    const connectionArn = 'arn:aws:codestar-connections:us-east-1:000000000000:connection/c1';
    await createRepository({ name, provider: 'GITHUB', connectionArn }, gated, admin);
    await updateAccountSettings({ pipelineProvisioningRepository: provisioningRepository }, gated, admin);
    return undefined;
  });

export const create = (world: World, environment: string) =>
  createWith(world, { name: environment, provisioningRepository });

/** What whoever applies pull requests says of a deployment; `isNamed` is whether it says of which, and not of a resource only. */
export interface Word {
  status: ResourceDeploymentStatus;
  isNamed: boolean;
}

/** The outputs that a deployment is said to have made. */
export const outputsOf = (id: string) => [{ key: 'vpc', valueString: `vpc-of-${id}` }];

/** All words that were said, whether they were heard or not: ends by deployment, or by the resource where none was named. */
export type Said = Map<string, Set<string>>;

export const say = (world: World, said: Said, [{ id, target }, { status, isNamed }]: [DeploymentRecord, Word]) =>
  world.request(async (gated) => {
    const about = isNamed ? id : target.arn;
    if (status !== 'IN_PROGRESS') said.set(about, new Set([...(said.get(about) ?? []), status]));
    const outputs = status === 'SUCCEEDED' ? outputsOf(isNamed ? id : 'any') : undefined;
    const input = {
      resourceArn: target.arn,
      status,
      ...(isNamed && { deploymentId: id }),
      ...(outputs && { outputs }),
    };
    await notifyResourceDeploymentStatusChange(input, gated, admin);
    return isNamed && status !== 'IN_PROGRESS' ? { what: 'word', id, status } : undefined;
  });
