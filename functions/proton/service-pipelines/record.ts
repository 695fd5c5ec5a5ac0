import type { ServicePipeline } from '@aws-sdk/client-proton';
import type { Store, Stored } from '../../ports/store.ts';
import { deployableArn, pipelineKey } from '../deployments/names.ts';
import type { Deployable } from '../deployments/record.ts';
import { resourceNotFound } from '../errors.ts';
import type { Place } from '../place.ts';
import { serviceArn } from '../services/record.ts';
import { storedSpec } from '../specs/stored-spec.ts';

/** The pipeline of a service as stored. */
export interface PipelineRecord extends Deployable {
  type: 'SERVICE_PIPELINE';
  serviceName: string;
}

/** The pipeline of a service, or ResourceNotFoundException. */
export async function requirePipeline(
  store: Store,
  { account, region }: Place,
  service: string,
): Promise<Stored<PipelineRecord>> {
  const place = { account, region };
  const found = await store.get<PipelineRecord>(pipelineKey(place, service));
  if (!found) throw resourceNotFound('service pipeline', `${serviceArn(place, service)}/pipeline`);
  return found;
}

/** A pipeline with the spec that it is deployed with. */
export const pipelineView = async (one: PipelineRecord, store: Store): Promise<ServicePipeline> => ({
  arn: deployableArn(one),
  templateName: one.current.templateName,
  templateMajorVersion: String(one.current.major),
  templateMinorVersion: String(one.current.minor),
  createdAt: new Date(one.createdAt),
  lastDeploymentAttemptedAt: new Date(one.lastAttemptedAt),
  lastDeploymentSucceededAt: new Date(one.lastSucceededAt),
  deploymentStatus: one.status,
  deploymentStatusMessage: one.message,
  spec: await storedSpec(store, one.current.specId),
  lastAttemptedDeploymentId: one.lastAttemptedDeploymentId,
  lastSucceededDeploymentId: one.lastSucceededDeploymentId,
});
