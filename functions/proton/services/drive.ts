import type { Ports } from '../../ports/ports.ts';
import type { Stored } from '../../ports/store.ts';
import { untilWritten } from '../../ports/until-written.ts';
import { getDeployment } from '../deployments/record.ts';
import { beginStep } from './begin-step.ts';
import { decide, type Move, type StatusOf } from './decide.ts';
import { cleanUp, endOperation, removeService } from './end-operation.ts';
import { getService, type Operation, type ServiceRecord, serviceItem } from './record.ts';

/** The operation of a service, as its machine names it. */
export interface ServiceRun {
  account: string;
  region: string;
  name: string;
  operationId: string;
}

/** Where a turn of the machine leads. */
export type ServiceState = 'Waiting' | 'Done';

/** Carries a service's operation on until it must wait for a deployment, or is over. Safe to repeat at any moment. */
export async function driveService(run: ServiceRun, ports: Ports): Promise<ServiceState> {
  for (;;) {
    const state = await untilWritten(() => turn(run, ports));
    if (state) return state;
  }
}

/** One move; undefined where another follows at once. */
async function turn(run: ServiceRun, ports: Ports): Promise<ServiceState | undefined> {
  const service = await getService(ports.store, run, run.name);
  const operation = service?.value.operation;
  if (!service || operation?.id !== run.operationId) return 'Done';
  const move = decide(operation, await statuses(operation, ports));
  return carryOut(move, service, ports);
}

async function carryOut(move: Move, service: Stored<ServiceRecord>, ports: Ports): Promise<ServiceState | undefined> {
  switch (move.move) {
    case 'begin':
      for (const step of move.steps) await beginStep(service.value, step, ports);
      return undefined;
    case 'wait': {
      const heard = { ...service.value, heard: service.value.told };
      await ports.store.write([{ put: serviceItem(heard), expect: service.version }]);
      return 'Waiting';
    }
    case 'cleanUp':
      await cleanUp(service, ports);
      return undefined;
    case 'end':
      await endOperation(service, move, ports);
      return 'Done';
    case 'gone':
      await removeService(service, ports);
      return 'Done';
  }
}

async function statuses(operation: Operation, { store }: Pick<Ports, 'store'>): Promise<StatusOf> {
  const { created, dropped, pipeline, cleanup = {} } = operation;
  const planned = [
    ...[created, dropped, cleanup].flatMap((parts) => Object.values(parts)),
    ...(pipeline ? [pipeline] : []),
  ];
  const found = await Promise.all(
    planned.map(
      async ({ deploymentId }) => [deploymentId, (await getDeployment(store, deploymentId))?.value.status] as const,
    ),
  );
  const known = new Map(found);
  return (deploymentId) => known.get(deploymentId);
}
