import type { UpdateEnvironmentInput, UpdateEnvironmentOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Stored } from '../../ports/store.ts';
import { update } from '../deployments/update.ts';
import { environmentKey } from '../deployments/names.ts';
import { useWrites } from '../deployments/uses.ts';
import { conflict, invalid } from '../errors.ts';
import { requireRepository } from '../repositories/record.ts';
import { environmentGoal } from './environment-goal.ts';
import { checkMeans, connectionOf, meansOf, planOf } from './means.ts';
import { type EnvironmentRecord, environmentView, requireEnvironment } from './record.ts';

type Needs = Pick<Ports, 'store' | 'objects' | 'clock' | 'ids' | 'events' | 'workflows'>;

/**
 * Begins to deploy an environment again as its deploymentType says; with NONE only what is known of it changes.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_UpdateEnvironment.html
 */
export async function updateEnvironment(
  input: UpdateEnvironmentInput,
  ports: Needs,
  caller: Caller,
): Promise<UpdateEnvironmentOutput> {
  const { store } = ports;
  const found = await requireEnvironment(store, caller, input.name ?? '');
  const { status } = found.value;
  // What a deletion is done with may be what it failed for.
  const isMendable = status === 'DELETE_FAILED' && input.deploymentType === 'NONE';
  if (!['SUCCEEDED', 'FAILED', 'CANCELLED'].includes(status) && !isMendable)
    throw conflict(`The environment ${input.name} is ${status} and cannot be updated.`);
  checkMeansStay(input, found.value);
  const means = meansOf(input, found.value);
  const changed = {
    ...found.value,
    ...means,
    ...(input.description !== undefined && { description: input.description }),
    isModified: true,
  };
  const environment =
    input.deploymentType === 'NONE'
      ? await noted(found, changed, { input, ...ports })
      : await deployed(found, changed, { input, ...ports });
  return { environment: await environmentView(environment, store) };
}

/** An environment stays in the account and with the method that it was made with. */
function checkMeansStay(input: UpdateEnvironmentInput, environment: EnvironmentRecord): void {
  const { environmentAccountConnectionId, protonServiceRoleArn, provisioningRepository } = input;
  if (environmentAccountConnectionId !== undefined && environment.environmentAccountConnectionId === undefined)
    throw invalid('environmentAccountConnectionId: the environment is in the management account and stays there.');
  if (protonServiceRoleArn !== undefined && environment.environmentAccountConnectionId !== undefined)
    throw invalid('protonServiceRoleArn: the environment has an environmentAccountConnectionId.');
  if (provisioningRepository && !environment.provisioningRepository)
    throw invalid('provisioningRepository: the environment is not provisioned by pull requests.');
}

async function noted(
  found: Stored<EnvironmentRecord>,
  changed: EnvironmentRecord,
  { input, ...ports }: Needs & { input: UpdateEnvironmentInput },
): Promise<EnvironmentRecord> {
  if (input.spec !== undefined || input.templateMajorVersion !== undefined || input.templateMinorVersion !== undefined)
    throw invalid('deploymentType NONE deploys nothing: it takes neither spec nor template versions.');
  const { seen } = await checkedPlan(changed, changed.current.engine, ports);
  const put = { ...environmentKey(changed, changed.environmentName), value: changed };
  const uses = await useWrites(ports.store, [{ before: found.value, after: changed }], seen);
  await ports.store.write([{ put, expect: found.version }, ...uses]);
  return changed;
}

async function deployed(
  found: Stored<EnvironmentRecord>,
  changed: EnvironmentRecord,
  { input, ...ports }: Needs & { input: UpdateEnvironmentInput },
): Promise<EnvironmentRecord> {
  const { goal, spec } = await environmentGoal(changed, input, ports);
  const planned = await checkedPlan(changed, goal.engine, ports);
  return update(found, changed, { ...ports, goal, ...planned, ...(input.spec !== undefined && { spec }) });
}

async function checkedPlan(
  environment: EnvironmentRecord,
  engine: EnvironmentRecord['current']['engine'],
  { store }: Needs,
) {
  const { environmentAccountConnectionId: id, environmentName, environmentAccountId } = environment;
  const found = await connectionOf(store, environment, { id, environmentName });
  const connection = found?.value;
  if (connection && connection.environmentAccountId !== environmentAccountId)
    throw invalid(
      `The environment account connection ${id} is of another environment account than ${environmentAccountId}.`,
    );
  checkMeans(environment, engine, connection);
  const { provisioningRepository: repository } = environment;
  if (repository) await requireRepository(store, environment, repository);
  return { plan: planOf(environment, engine, connection), seen: found ? [found] : [] };
}
