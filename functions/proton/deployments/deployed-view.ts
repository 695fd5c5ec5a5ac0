import { deployableArn } from './names.ts';
import type { Deployable } from './record.ts';

/** What answers show of whatever is deployed. */
export const deployedView = (one: Deployable) => ({
  arn: deployableArn(one),
  createdAt: new Date(one.createdAt),
  lastDeploymentAttemptedAt: new Date(one.lastAttemptedAt),
  lastDeploymentSucceededAt: new Date(one.lastSucceededAt),
  deploymentStatus: one.status,
  deploymentStatusMessage: one.message,
  lastAttemptedDeploymentId: one.lastAttemptedDeploymentId,
  lastSucceededDeploymentId: one.lastSucceededDeploymentId,
});

/** What they show of what is deployed from a template. */
export const templatedView = (one: Deployable) => ({
  ...deployedView(one),
  templateName: one.current.templateName,
  templateMajorVersion: String(one.current.major),
  templateMinorVersion: String(one.current.minor),
});
