import type { DeleteEnvironmentInput, DeleteEnvironmentOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { deletionOf } from '../deployments/deletion.ts';
import { firstPullRequest } from '../deployments/first-pull-request.ts';
import { environmentKey } from '../deployments/names.ts';
import { busy } from '../deployments/record.ts';
import { update } from '../deployments/update.ts';
import { conflict } from '../errors.ts';
import { userOf } from '../uses.ts';
import { planIn } from './means.ts';
import { environmentView, getEnvironmentRecord } from './record.ts';

/**
 * Begins to delete an environment in which no service is deployed; one that is not there, or is being deleted, is as good. One that a pull request is
 * to make can be deleted all the same: the pull request is closed.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_DeleteEnvironment.html
 */
export async function deleteEnvironment(
  { name = '' }: DeleteEnvironmentInput,
  ports: Pick<Ports, 'store' | 'clock' | 'ids' | 'events' | 'workflows'>,
  { account, region }: Caller,
): Promise<DeleteEnvironmentOutput> {
  const { store } = ports;
  const found = await getEnvironmentRecord(store, { account, region }, name);
  if (!found) return {};
  const { value } = found;
  if (value.status === 'DELETE_IN_PROGRESS') return { environment: await environmentView(value, store) };
  const first = await firstPullRequest(store, value);
  if (busy.has(value.status) && !first)
    throw conflict(`The environment ${name} is ${value.status} and cannot be deleted.`);
  const user = await userOf(store, environmentKey(value, name));
  if (user !== undefined) throw conflict(`The environment ${name} cannot be deleted: ${user} is deployed in it.`);
  const { goal, plan } = await deletionOf(value, store, (engine) => planIn(store, value, engine));
  const changed = { ...value, isModified: true };
  const environment = await update(found, changed, { ...ports, goal, plan, action: 'delete', first });
  return { environment: await environmentView(environment, store) };
}
