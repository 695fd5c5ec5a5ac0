import { everyRecord } from '../../ports/every-record.ts';
import type { Ports } from '../../ports/ports.ts';
import { startDeployment } from '../deployments/begin.ts';
import { type DeploymentRecord, waitKey } from '../deployments/record.ts';
import { wakeMachine } from '../deployments/tell.ts';
import { openWork } from '../open-work.ts';
import { startService } from '../services/machine.ts';
import { type ServiceRecord, serviceWaitKey } from '../services/record.ts';
import { startRegistration } from '../template-versions/register.ts';
import type { VersionRecord } from '../template-versions/record.ts';

type Needs = Pick<Ports, 'store' | 'workflows'>;

/**
 * Finishes what a crash cut in two: starts the machine of every registration, deployment and service operation that has none, and wakes those that were
 * told something. Both change nothing for one that is well.
 */
export async function reconcileProton(ports: Needs): Promise<void> {
  const open = { partition: openWork, index: 'status' } as const;
  for await (const { value } of everyRecord<object>(ports.store, open)) await restarted(value, ports);
}

async function restarted(value: object, ports: Needs): Promise<void> {
  if ('target' in value) {
    const { id, told, heard } = value as DeploymentRecord;
    await startDeployment(ports, id);
    if (told !== heard) await wakeMachine(waitKey(id), ports);
  } else if ('operation' in value) {
    const service = value as ServiceRecord;
    await startService(ports, service);
    const { operation, told, heard } = service;
    if (operation && told !== heard) await wakeMachine(serviceWaitKey(operation.id), ports);
  } else await startRegistration(ports, value as VersionRecord, Promise.resolve());
}
