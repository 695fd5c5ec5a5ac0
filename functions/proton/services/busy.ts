import type { Store } from '../../ports/store.ts';
import { pipelineKey } from '../deployments/names.ts';
import { busy } from '../deployments/record.ts';
import { conflict } from '../errors.ts';
import type { PipelineRecord } from '../service-pipelines/record.ts';
import type { ServiceRecord } from './record.ts';

/** Throws ConflictException while a service changes. */
export function checkAtRest({ name, status, operation }: ServiceRecord): void {
  if (operation) throw conflict(`The service ${name} is ${status} and cannot be changed.`);
}

/** The service's pipeline, which must be at rest; undefined where there is none. */
export async function pipelineAtRest(store: Store, service: ServiceRecord) {
  const pipeline = await store.get<PipelineRecord>(pipelineKey(service, service.name));
  if (pipeline && busy.has(pipeline.value.status))
    throw conflict(`The pipeline of service ${service.name} is ${pipeline.value.status} and cannot be changed.`);
  return pipeline;
}
