import type { Ports } from '../../ports/ports.ts';
import { untilWritten } from '../../ports/until-written.ts';
import { keepTokenAt, unlessGone } from '../../ports/waits.ts';
import { driveService, type ServiceRun, type ServiceState } from '../services/drive.ts';
import { giveUp } from '../services/give-up.ts';
import { getService, serviceWaitKey } from '../services/record.ts';

/** What the machine of a service's operation hands on; `wait` counts its waits. */
interface Turn {
  service: ServiceRun;
  wait: number;
}

/** The body of InProgress: begins what can begin, and answers whether there is something to wait for. */
export async function serviceInProgress(
  { service, wait }: Turn,
  ports: Ports,
): Promise<Turn & { status: ServiceState }> {
  return { service, wait: wait + 1, status: await driveService(service, ports) };
}

/** The body of Waiting: puts the token on record, then looks whether a deployment ended before it was there. */
export async function serviceWaiting(
  { service: run, wait, token }: Turn & { token: string },
  { store, workflows, clock }: Pick<Ports, 'store' | 'workflows' | 'clock'>,
): Promise<object> {
  const service = (await getService(store, run, run.name))?.value;
  if (service) await keepTokenAt(store, { key: serviceWaitKey(run.operationId), token, number: wait }, clock.now());
  const now = (await getService(store, run, run.name))?.value;
  if (now?.operation?.id === run.operationId && now.told === now.heard) return {};
  await unlessGone(workflows.succeed(token, {}));
  return {};
}

/** The last resort of the machine: no service stays in progress. */
export async function recordServiceFailure(
  { service: run, error }: Pick<Turn, 'service'> & { error?: { Error?: string; Cause?: string } },
  ports: Ports,
): Promise<object> {
  ports.log.error('the operation of a service was given up', {
    service: run.name,
    error: error?.Error,
    cause: error?.Cause,
  });
  await untilWritten(() => giveUp(run, ports));
  return { status: 'Failed' };
}
