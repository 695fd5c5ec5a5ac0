import type { DeploymentStatus } from '@aws-sdk/client-proton';
import type { JsonObject } from '../../ports/json.ts';
import type {
  ProvisionedOutput,
  ProvisionedResource,
  ProvisioningKind,
  ProvisioningRepository,
} from '../../ports/provisioner.ts';
import type { Key, Store, Stored } from '../../ports/store.ts';
import { openAt } from '../open-work.ts';
import type { Place } from '../place.ts';
import type { Engine } from '../template-versions/record.ts';

/** Where a deployment leads: a version of a template, and the spec that it is deployed with. */
export interface Goal {
  templateName: string;
  major: number;
  minor: number;
  /** The version's own id. */
  versionId: string;
  engine: Engine;
  /** The record that holds the spec's text. */
  specId: string;
}

/** What is deployed: an environment, an instance or the pipeline of a service. Times are epoch milliseconds. */
export interface Deployable extends Place {
  type: 'ENVIRONMENT' | 'SERVICE_INSTANCE' | 'SERVICE_PIPELINE';
  /** Its own, never given again. */
  id: string;
  /** The environment that it is, or is in; a pipeline is in none. */
  environmentName?: string;
  serviceName?: string;
  instanceName?: string;
  stackName: string;
  createdAt: number;
  status: DeploymentStatus;
  message?: string;
  /** What is deployed; from its creation on what is to be. */
  current: Goal;
  /** What an update that goes on leads to. */
  attempted?: Goal;
  lastAttemptedAt: number;
  lastSucceededAt: number;
  lastAttemptedDeploymentId: string;
  lastSucceededDeploymentId?: string;
  /** The deployment that last set something up, with success or not; without one there is nothing to take away. */
  provisionedBy?: string;
}

/** How the work of a deployment is done. */
export interface WorkPlan {
  kind: ProvisioningKind;
  roleArn?: string;
  repository?: ProvisioningRepository;
  account: string;
  region: string;
}

/** The resource that a deployment is of. */
export type Target = Key &
  Pick<Deployable, 'type' | 'id' | 'createdAt' | 'environmentName' | 'serviceName' | 'instanceName'> & { arn: string };

/** One deployment as stored. */
export interface DeploymentRecord extends Place {
  id: string;
  target: Target;
  action: 'create' | 'update' | 'delete';
  status: DeploymentStatus;
  message?: string;
  goal: Goal;
  /** What was deployed before. */
  initial?: Goal;
  plan: WorkPlan;
  createdAt: number;
  lastModifiedAt: number;
  completedAt?: number;
  /** Whether the work was given to the provisioner, and what that remembers of it. */
  isStarted?: boolean;
  memo?: JsonObject;
  /** Counts what somebody told of it; `heard` of them are known to the machine. */
  told: number;
  heard: number;
  resources: ProvisionedResource[];
}

/** What a deployment made known. */
export interface OutputsRecord {
  outputs: ProvisionedOutput[];
}

/** The statuses in which something goes on. */
export const busy: ReadonlySet<string> = new Set(['IN_PROGRESS', 'CANCELLING', 'DELETE_IN_PROGRESS']);

const partition = (id: string): string => `proton#deployment#${id}`;

export const deploymentKey = (id: string): Key => ({ partition: partition(id), sort: 'deployment' });
export const outputsKey = (id: string): Key => ({ partition: partition(id), sort: 'outputs' });
/** Where the token of a deployment's machine is kept. */
export const waitKey = (id: string): Key => ({ partition: partition(id), sort: 'wait' });
/** The deployments of a resource, by time (index `parent`). */
export const deploymentsOf = (targetId: string): string => `proton#deployments#${targetId}`;

export const getDeployment = (store: Store, id: string): Promise<Stored<DeploymentRecord> | undefined> =>
  store.get<DeploymentRecord>(deploymentKey(id));

/** What a resource's last success made known. */
export async function outputsOf(
  store: Store,
  { lastSucceededDeploymentId: id }: Pick<Deployable, 'lastSucceededDeploymentId'>,
): Promise<ProvisionedOutput[]> {
  return id === undefined ? [] : ((await store.get<OutputsRecord>(outputsKey(id)))?.value.outputs ?? []);
}

/** A deployment as it is written, listed with the others of its target. */
export const deploymentItem = (value: DeploymentRecord) => ({
  ...deploymentKey(value.id),
  value,
  indexes: {
    ...(value.completedAt === undefined && openAt('deployment', value.id)),
    parent: {
      partition: deploymentsOf(value.target.id),
      sort: `${String(value.createdAt).padStart(15, '0')}#${value.id}`,
    },
  },
});
