import type { JsonObject } from './json.ts';

/** How rendered templates become real: a stack, commands in a build, a pull request that somebody else applies, or nothing at all. */
export type ProvisioningKind = 'cloudformation' | 'codebuild' | 'pull-request' | 'customer-managed';

/** A file to provision: `path` is relative to the bundle's infrastructure folder, rendered where its engine renders it. */
export interface ProvisionedFile {
  path: string;
  body: Uint8Array;
}

/** The settings of a CodeBuild manifest, its command lines and project properties rendered. */
export interface CodeBuildManifest {
  image?: string;
  runtimes?: JsonObject;
  env?: { variables?: Record<string, string>; secrets_manager?: Record<string, string> };
  provision: string[];
  deprovision: string[];
  project_properties?: JsonObject;
  /** `JSON` unless told. */
  input_type?: 'JSON' | 'HCL';
}

/** Where a pull request goes. */
export interface ProvisioningRepository {
  /** `GITHUB`, `GITHUB_ENTERPRISE` or `BITBUCKET`. */
  provider: string;
  /** Such as `myrepos/env-repo`. */
  name: string;
  branch: string;
  connectionArn?: string;
}

/** The resource that is deployed or deleted. Its `id` is its own for its whole life and never given again; `stackName` is made of it once. */
export interface ProvisionedTarget {
  type: 'ENVIRONMENT' | 'SERVICE_INSTANCE' | 'SERVICE_PIPELINE' | 'COMPONENT';
  id: string;
  arn: string;
  /** Of the template version: `arn:aws:proton:…:environment-template/name` without a version. */
  templateArn?: string;
  templateMajorVersion?: string;
  templateMinorVersion?: string;
  environment?: string;
  environmentArn?: string;
  service?: string;
  instance?: string;
  component?: string;
  stackName: string;
}

/**
 * One piece of work. `id` is the deployment's and names the work for good: whatever comes with the same id is the same work, begun again after a crash.
 * `files` reads them when they are needed; `inputs` is the document that CodeBuild finds as proton-inputs.json and Terraform as its variables.
 * Roles are the customer's, `account` and `region` where the target lives.
 */
export interface Provisioning {
  id: string;
  kind: ProvisioningKind;
  /** `delete` takes away what earlier work of the same target made, also where that failed or made nothing. */
  action: 'create' | 'update' | 'delete';
  target: ProvisionedTarget;
  files(): Promise<ProvisionedFile[]>;
  manifest?: CodeBuildManifest;
  inputs: JsonObject;
  /** For the stack and what is in it. */
  tags: Record<string, string>;
  roleArn?: string;
  repository?: ProvisioningRepository;
  account: string;
  region: string;
}

/** The commands of a piece of work. */
export const commandsOf = ({ manifest, action }: Provisioning): string[] =>
  (action === 'delete' ? manifest?.deprovision : manifest?.provision) ?? [];

/** A value that templates of others read; a value that is no text is JSON. */
export interface ProvisionedOutput {
  key: string;
  valueString: string;
}

/** What was made: a stack's ARN, for example. */
export interface ProvisionedResource {
  name: string;
  identifier: string;
  provisioningEngine: 'CLOUDFORMATION' | 'TERRAFORM';
}

/**
 * Over: how, and in words that somebody can act on where it is no success; a simulation says in its message that it is one. `isUntouched` says that
 * nothing was begun at all, so that there is nothing to take away.
 */
export type Provisioned =
  | { state: 'Succeeded'; message?: string; outputs: ProvisionedOutput[]; resources: ProvisionedResource[] }
  | { state: 'Failed'; message: string; resources?: ProvisionedResource[]; isUntouched?: true }
  | { state: 'Cancelled'; message: string; resources?: ProvisionedResource[] };

/**
 * How work stands. `memo` is what the next look must know (a build's id); `watch` is what events of AWS call it (see watches.ts), where they tell of it; `lookAfter` is in how many seconds to look again, left out where
 * nothing but a result told by somebody else (NotifyResourceDeploymentStatusChange, a build's end) is to be waited for.
 */
export type Progress =
  Provisioned | { state: 'InProgress'; message?: string; memo?: JsonObject; watch?: string; lookAfter?: number };

/**
 * Makes rendered templates real. Every call may come twice, after a crash too, and the second finds what the first began.
 * `start` begins the work and answers at once, `look` tells how it stands and may be called at any time after `start`, `cancel` asks work that
 * runs to end: it answers how that ended where it is over at once, else a later `look` answers Cancelled, or how it ended before. A refusal that
 * trying again cannot mend is an answer Failed; what is thrown is tried again.
 */
export interface Provisioner {
  start: (work: Provisioning) => Promise<Progress>;
  look: (work: Provisioning, memo: JsonObject | undefined) => Promise<Progress>;
  cancel: (work: Provisioning, memo: JsonObject | undefined) => Promise<Provisioned | undefined>;
}
