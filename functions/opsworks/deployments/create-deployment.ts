import type { CreateDeploymentRequest, CreateDeploymentResult } from '@aws-sdk/client-opsworks';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Store, Write } from '../../ports/store.ts';
import type { AppRecord } from '../apps/record.ts';
import { checkCustomJson } from '../custom-json.ts';
import { invalid, resourceNotFound } from '../errors.ts';
import { requireStack } from '../stacks/record.ts';
import { findWithin } from '../stacks/within.ts';
import { commandFrom } from './command-rules.ts';
import { appSnapshotKey, expiryOf } from './keys.ts';
import { type DeploymentRecord, deploymentWrites, newDeployment } from './record.ts';
import { startDeployment } from './start.ts';
import { targetsOf } from './targets.ts';

const longestComment = 10_000;

/**
 * Runs a command on instances of a stack; what it does to an app is the app as it is now. Throws ResourceNotFoundException, ValidationException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_CreateDeployment.html
 */
export async function createDeployment(
  input: CreateDeploymentRequest,
  ports: Pick<Ports, 'store' | 'ids' | 'clock' | 'workflows'>,
  caller: Caller,
): Promise<CreateDeploymentResult> {
  const { Command = { Name: undefined }, CustomJson: customJson, Comment: comment, AppId: appId } = input;
  checkCustomJson(customJson);
  if (comment !== undefined && comment.length > longestComment)
    throw invalid(`The comment must not be longer than ${longestComment} characters`);
  const { id: stackId } = (await requireStack(ports.store, input.StackId)).value;
  const command = commandFrom(Command, appId);
  const app = appId === undefined ? undefined : await appOf(ports.store, stackId, appId);
  const wanted = { instanceIds: input.InstanceIds, layerIds: input.LayerIds, isSetup: command.name === 'setup' };
  const targets = await targetsOf(stackId, wanted, ports);
  const deployment = newDeployment(
    {
      stackId,
      command,
      targets,
      iamUserArn: caller.arn,
      ...(appId !== undefined && { appId }),
      ...(comment !== undefined && { comment }),
      ...(customJson !== undefined && { customJson }),
    },
    ports,
  );
  await ports.store.write([...deploymentWrites(deployment), ...snapshot(deployment, app)]);
  await startDeployment(deployment, ports);
  return { DeploymentId: deployment.id };
}

async function appOf(store: Store, stackId: string, appId: string): Promise<AppRecord> {
  const placed = await findWithin<AppRecord>(store, 'app', appId);
  if (placed?.stack.value.id !== stackId) throw resourceNotFound('app', appId);
  return placed.found.value;
}

const snapshot = ({ id, createdAt }: DeploymentRecord, app: AppRecord | undefined): Write[] =>
  app ? [{ put: { ...appSnapshotKey(id), value: app, expires: expiryOf(createdAt) }, expect: 0 }] : [];
