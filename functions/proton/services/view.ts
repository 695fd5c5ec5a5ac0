import type { Service, ServiceSummary } from '@aws-sdk/client-proton';
import type { Store } from '../../ports/store.ts';
import { pipelineKey } from '../deployments/names.ts';
import { type PipelineRecord, pipelineView } from '../service-pipelines/record.ts';
import { storedSpec } from '../specs/stored-spec.ts';
import { serviceArn, type ServiceRecord } from './record.ts';

/** What listings show of a service. */
export const serviceSummary = (one: ServiceRecord): ServiceSummary => ({
  name: one.name,
  arn: serviceArn(one, one.name),
  description: one.description,
  templateName: one.templateName,
  status: one.status,
  statusMessage: one.statusMessage,
  createdAt: new Date(one.createdAt),
  lastModifiedAt: new Date(one.lastModifiedAt),
});

/** A service with its spec and pipeline. */
export async function serviceView(one: ServiceRecord, store: Store): Promise<Service> {
  const pipeline = one.hasPipeline ? (await store.get<PipelineRecord>(pipelineKey(one, one.name)))?.value : undefined;
  return {
    ...serviceSummary(one),
    spec: await storedSpec(store, one.specId),
    branchName: one.branchName,
    repositoryId: one.repositoryId,
    repositoryConnectionArn: one.repositoryConnectionArn,
    pipeline: pipeline && (await pipelineView(pipeline, store)),
  };
}
