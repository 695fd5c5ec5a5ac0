import type { GetDeploymentInput, GetDeploymentOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { resourceNotFound } from '../errors.ts';
import { deploymentArn, deploymentView, requireDeployment } from './deployment-view.ts';
import { isNamed } from './named-by.ts';
import { namesOf } from './record.ts';

/**
 * One deployment; where its environment, service, instance or component is named, it must be theirs.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_GetDeployment.html
 */
export async function getDeployment(
  { id = '', ...names }: GetDeploymentInput,
  { store }: Pick<Ports, 'store'>,
  caller: Caller,
): Promise<GetDeploymentOutput> {
  const { value } = await requireDeployment(store, caller, id);
  if (!isNamed(namesOf(value), names)) throw resourceNotFound('deployment', deploymentArn(caller, id));
  return { deployment: await deploymentView(value, store) };
}
