import type { ServicePipeline } from '@aws-sdk/client-proton';
import type { Store, Stored } from '../../ports/store.ts';
import { templatedView } from '../deployments/deployed-view.ts';
import { pipelineKey } from '../deployments/names.ts';
import type { Deployable } from '../deployments/record.ts';
import { required } from '../errors.ts';
import type { Place } from '../place.ts';
import { serviceArn } from '../services/record.ts';
import { storedSpec } from '../specs/stored-spec.ts';

/** The pipeline of a service as stored. */
export interface PipelineRecord extends Deployable {
  type: 'SERVICE_PIPELINE';
  serviceName: string;
}

/** The pipeline of a service, or ResourceNotFoundException. */
export const requirePipeline = async (store: Store, place: Place, service: string): Promise<Stored<PipelineRecord>> =>
  required(
    await store.get<PipelineRecord>(pipelineKey(place, service)),
    'service pipeline',
    `${serviceArn(place, service)}/pipeline`,
  );

/** A pipeline with the spec that it is deployed with. */
export const pipelineView = async (one: PipelineRecord, store: Store): Promise<ServicePipeline> => ({
  ...templatedView(one),
  spec: await storedSpec(store, one.current.specId),
});
