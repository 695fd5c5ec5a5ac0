import type { DeploymentStatus, RepositoryBranch } from '@aws-sdk/client-proton';
import type { JsonObject } from '../../ports/json.ts';
import type {
  ProvisionedOutput,
  ProvisionedResource,
  ProvisioningKind,
  ProvisioningRepository,
} from '../../ports/provisioner.ts';
import type { Item, Key, Store, Stored } from '../../ports/store.ts';
import { openAt } from '../open-work.ts';
import { partitionOf, type Place } from '../place.ts';
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
  /** The instance that a component is attached to. */
  attachedTo?: Attachment;
}

/** An instance by its names. */
export interface Attachment {
  serviceName: string;
  instanceName: string;
}

/** What is deployed: an environment, an instance or the pipeline of a service, a component. Times are epoch milliseconds. */
export interface Deployable extends Place {
  type: 'ENVIRONMENT' | 'SERVICE_INSTANCE' | 'SERVICE_PIPELINE' | 'COMPONENT';
  /** Its own, never given again. */
  id: string;
  /** The environment that it is, or is in; a pipeline is in none. */
  environmentName?: string;
  serviceName?: string;
  instanceName?: string;
  componentName?: string;
  /** Where an environment's pull requests go. */
  provisioningRepository?: RepositoryBranch;
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
  /** Whether a deletion of it failed. */
  isUndeletable?: boolean;
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
  Pick<
    Deployable,
    'type' | 'id' | 'createdAt' | 'environmentName' | 'serviceName' | 'instanceName' | 'componentName'
  > & {
    arn: string;
  };

/** The last successful deployments of what an instance's templates read; absent where there is none. */
export interface Basis {
  environment?: string;
  pipeline?: string;
  component?: string;
}

/** What somebody else told of a deployment: by Terraform's runner, or by the commands of a build. */
export interface Notice {
  status?: 'SUCCEEDED' | 'FAILED';
  message?: string;
  outputs?: ProvisionedOutput[];
}

/** One deployment as stored. */
export interface DeploymentRecord extends Place {
  id: string;
  target: Target;
  action: 'create' | 'update' | 'delete';
  status: DeploymentStatus;
  message?: string;
  goal: Goal;
  /** What was deployed before, and by which deployment, where one succeeded. */
  initial?: Goal;
  previousId?: string;
  /** What the templates of an instance were rendered with. */
  basis?: Basis;
  plan: WorkPlan;
  createdAt: number;
  lastModifiedAt: number;
  completedAt?: number;
  /** The deployment that a deletion ends first. */
  follows?: string;
  /** Whether the work may have been given to the provisioner: written before it is, for a crash may take the answer. */
  isBegun?: boolean;
  /** Whether the work was given to the provisioner, and what that remembers of it. */
  isStarted?: boolean;
  memo?: JsonObject;
  notice?: Notice;
  /** What events of AWS call the work, where they tell of it. */
  watch?: string;
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
/** The record by which a deployment stands in the listing of its service, as its own stands in others. */
export const namesKey = (id: string): Key => ({ partition: partition(id), sort: 'names' });

/** The deployments of an account, the newest first (index `listing`). */
export const deploymentsPartition = (place: Place): string => partitionOf('deployments', place);
/** Those of an environment and of what is in it (index `parent`), and those of a service (index `parent` of their names). */
export const deploymentsNaming = (place: Place, kind: 'environment' | 'service', name: string): string =>
  partitionOf('deployments', place, kind, name);

export const getDeployment = (store: Store, id: string): Promise<Stored<DeploymentRecord> | undefined> =>
  store.get<DeploymentRecord>(deploymentKey(id));

/** The deployment that last set a resource up, and so takes it away, whatever came after; undefined where none ever did. */
export async function setUpBy(
  store: Store,
  { provisionedBy }: Pick<Deployable, 'provisionedBy'>,
): Promise<DeploymentRecord | undefined> {
  return provisionedBy === undefined ? undefined : (await getDeployment(store, provisionedBy))?.value;
}

/** What a resource's last success made known. */
export async function outputsOf(
  store: Store,
  { lastSucceededDeploymentId: id }: Pick<Deployable, 'lastSucceededDeploymentId'>,
): Promise<ProvisionedOutput[]> {
  return id === undefined ? [] : ((await store.get<OutputsRecord>(outputsKey(id)))?.value.outputs ?? []);
}

/** Sorts the newest first. */
const listedAt = ({ createdAt, id }: DeploymentRecord): string => `${String(1e15 - createdAt).padStart(15, '0')}#${id}`;

/** A deployment as it is written, listed with the others of its account and its environment. */
export function deploymentItem(value: DeploymentRecord) {
  const { environmentName } = value.target;
  const place = (partition: string): Key => ({ partition, sort: listedAt(value) });
  return {
    ...deploymentKey(value.id),
    value,
    indexes: {
      ...(value.completedAt === undefined && openAt('deployment', value.id)),
      listing: place(deploymentsPartition(value)),
      ...(environmentName !== undefined && { parent: place(deploymentsNaming(value, 'environment', environmentName)) }),
    },
  };
}

/** What a deployment is of, by the names that listings ask for. */
export type Names = Pick<Target, 'environmentName' | 'serviceName' | 'instanceName' | 'componentName'> & { id: string };

/** By what names a deployment is found: a component's service is that of the instance it is attached to, or was. */
export const namesOf = ({ id, target, goal, initial }: DeploymentRecord): Names => ({
  id,
  ...(target.environmentName !== undefined && { environmentName: target.environmentName }),
  ...(target.serviceName !== undefined && { serviceName: target.serviceName }),
  ...(target.instanceName !== undefined && { instanceName: target.instanceName }),
  ...(goal.attachedTo ?? initial?.attachedTo),
  ...(target.componentName !== undefined && { componentName: target.componentName }),
});

/** The names of a new deployment as they are written, where it is of a service. */
export function namesItems(value: DeploymentRecord): Item<Names>[] {
  const names = namesOf(value);
  const { serviceName } = names;
  if (serviceName === undefined) return [];
  const parent = { partition: deploymentsNaming(value, 'service', serviceName), sort: listedAt(value) };
  return [{ ...namesKey(value.id), value: names, indexes: { parent } }];
}
