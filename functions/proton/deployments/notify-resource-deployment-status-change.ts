import type {
  NotifyResourceDeploymentStatusChangeInput as Input,
  NotifyResourceDeploymentStatusChangeOutput,
} from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { ProvisionedOutput } from '../../ports/provisioner.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Store, Stored, Write } from '../../ports/store.ts';
import { conflict, invalid } from '../errors.ts';
import { requireByArn } from '../resource-by-arn.ts';
import { toldEnd } from './notice.ts';
import {
  type Deployable,
  deploymentItem,
  type DeploymentRecord,
  getDeployment,
  outputsKey,
  waitKey,
} from './record.ts';
import { wakeMachine } from './tell.ts';

/**
 * Takes what whoever applies a pull request, or the commands of a build, say of a deployment: that it ended, and its outputs. What is said first is on
 * record before the deployment's machine is woken; the same said again changes nothing.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_NotifyResourceDeploymentStatusChange.html
 */
export async function notifyResourceDeploymentStatusChange(
  input: Input,
  ports: Pick<Ports, 'store' | 'workflows'>,
  caller: Caller,
): Promise<NotifyResourceDeploymentStatusChangeOutput> {
  const { store } = ports;
  const { resourceArn = '', deploymentId, status } = input;
  const resource = await requireDeployable(store, resourceArn, caller);
  const deployment = await getDeployment(store, resource.value.lastAttemptedDeploymentId);
  if (!deployment) throw conflict(`${resourceArn} has no deployment yet.`);
  const { value } = deployment;
  checkKind(value);
  if (deploymentId !== undefined && deploymentId !== value.id)
    throw conflict(`The deployment ${deploymentId} is not the last of ${resourceArn}: that is ${value.id}.`);
  if (value.completedAt === undefined) {
    checkSame(value, status);
    await store.write([noticed(deployment, input)]);
    await wakeMachine(waitKey(value.id), ports);
    return {};
  }
  if (status !== undefined && status !== value.status)
    throw conflict(`${resourceArn} has no deployment in progress: the last is ${value.status}.`);
  if (input.outputs) await store.write(await newOutputs(resource, outputsOf(input), store));
  return {};
}

/** The resource that is deployed; all other resources have no deployments. */
async function requireDeployable(store: Store, arn: string, caller: Caller): Promise<Stored<Deployable>> {
  const found = await requireByArn<Deployable>(store, arn, caller);
  if (!('stackName' in found.value)) throw invalid(`${arn} is not the ARN of something that is deployed.`);
  return found;
}

function checkKind({ plan, target }: DeploymentRecord): void {
  if (plan.kind === 'pull-request' || plan.kind === 'codebuild') return;
  throw invalid(`The deployments of ${target.arn} are told by nobody: it is provisioned by ${plan.kind}.`);
}

/** The machine may be at work on an end that was told already. */
function checkSame(deployment: DeploymentRecord, status: Input['status']): void {
  const told = toldEnd(deployment) && deployment.notice?.status;
  const isOther = told !== undefined && (status === 'SUCCEEDED' || status === 'FAILED') && status !== told;
  if (isOther) throw conflict(`The deployment of ${deployment.target.arn} was told to be ${told} already.`);
}

const outputsOf = ({ outputs = [] }: Input): ProvisionedOutput[] =>
  outputs.map(({ key = '', valueString = '' }) => ({ key, valueString }));

/** An end that was told stays; of the rest the last counts. */
function noticed({ value, version }: Stored<DeploymentRecord>, input: Input): Write {
  const { status, statusMessage, outputs } = input;
  const isEnd = status === 'SUCCEEDED' || status === 'FAILED';
  const notice = {
    ...value.notice,
    ...(isEnd && { status }),
    ...(statusMessage !== undefined && { message: statusMessage }),
    ...(outputs && { outputs: outputsOf(input) }),
  };
  return { put: deploymentItem({ ...value, notice, told: value.told + 1 }), expect: version };
}

/** Puts other outputs in the place of those that a resource's last success made known. */
async function newOutputs({ value }: Stored<Deployable>, outputs: ProvisionedOutput[], store: Store): Promise<Write[]> {
  const { lastSucceededDeploymentId: id } = value;
  if (id === undefined) throw conflict(`No deployment of ${value.stackName} has succeeded yet.`);
  const before = await store.get(outputsKey(id));
  return [{ put: { ...outputsKey(id), value: { outputs } }, expect: before?.version ?? 0 }];
}
