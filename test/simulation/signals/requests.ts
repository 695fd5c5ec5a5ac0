import type { JsonObject } from '../../../functions/ports/json.ts';
import type { Ports } from '../../../functions/ports/ports.ts';
import type { HeatCall } from '../../../functions/heat/call.ts';
import { HeatError } from '../../../functions/heat/errors.ts';
import { defaultSettings } from '../../../functions/heat/settings.ts';
import { signalDeployment } from '../../../functions/heat/signals/receive.ts';
import { createSoftwareConfig } from '../../../functions/heat/software-configs/create.ts';
import { createSoftwareDeployment } from '../../../functions/heat/software-deployments/create.ts';
import { deleteSoftwareDeployment } from '../../../functions/heat/software-deployments/delete.ts';
import { findDeployment } from '../../../functions/heat/software-deployments/record.ts';
import { updateSoftwareDeployment } from '../../../functions/heat/software-deployments/update.ts';
import { eventOf } from '../../door.ts';
import type { Acknowledged, World } from '../world.ts';

/** A call of Heat's API, in the one project. */
export const callOf = (
  body: JsonObject | undefined,
  params: Record<string, string> = {},
  query = new URLSearchParams(),
): HeatCall => ({
  operation: 'software_deployments:create',
  project: 'p',
  params,
  query,
  body,
  base: 'http://quaymaster.test',
  event: eventOf({ method: 'POST', path: '/', headers: {} }),
  settings: defaultSettings,
});

/** What Heat refuses had no effect. */
const request = (world: World, work: (gated: Ports) => Promise<Acknowledged | undefined>) =>
  world.request((gated) =>
    work(gated).catch((error: unknown) => {
      if (error instanceof HeatError) return undefined;
      throw error;
    }),
  );

const idIn = (body: object | null | undefined, member: string): string =>
  (body as Record<string, { id: string }> | undefined)?.[member]?.id ?? '';

/** The config that all deployments of a world are of. */
export async function createConfig({ ports }: World): Promise<string> {
  const { body } = await createSoftwareConfig(callOf({ name: 'setup', group: 'script', config: 'true' }), ports);
  return idIn(body, 'software_config');
}

const transports = ['HEAT_SIGNAL', 'TEMP_URL_SIGNAL', 'CFN_SIGNAL', 'NO_SIGNAL'] as const;

/** Either the caller says how it stands, or the config that the machine gets is derived for it. */
const deploying = ({ random }: World): JsonObject =>
  random.happens(0.4)
    ? { status: 'IN_PROGRESS', timeout: 600 }
    : { signal_transport: random.pick(transports), timeout: 600 };

/** Creates a deployment that has ten minutes. */
export const create = (world: World, config_id: string) => {
  const body = { config_id, server_id: world.random.pick(['one', 'two']), action: 'CREATE', ...deploying(world) };
  return request(world, async (gated) => {
    const answer = await createSoftwareDeployment(callOf(body), gated);
    return { what: 'create', id: idIn(answer.body, 'software_deployment') };
  });
};

/** Lets the machine run it again, for which it has as long. */
export const redeploy = (world: World, deployment_id: string) => {
  const body = deploying(world);
  return request(world, async (gated) => {
    await updateSoftwareDeployment(callOf(body, { deployment_id }), gated);
    return undefined;
  });
};

export const remove = (world: World, deployment_id: string) =>
  request(world, async (gated) => {
    await deleteSoftwareDeployment(callOf(undefined, { deployment_id }), gated);
    return { what: 'remove', id: deployment_id };
  });

/** The machine says how it went: once, again, or long after. */
export const signal = (world: World, id: string, code: number) =>
  request(world, async (gated) => {
    const stored = await findDeployment(gated.store, id);
    if (stored) await signalDeployment(stored, { deploy_status_code: code }, gated);
    return { what: 'signal', id };
  });
