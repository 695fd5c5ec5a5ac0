import type { StopStackRequest } from '@aws-sdk/client-opsworks';
import type { Ports } from '../../ports/ports.ts';
import { requireStack } from './record.ts';

/**
 * Changes nothing: what this server could stop is stopped, and OpsWorks leaves registered machines running too. Throws ResourceNotFoundException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_StopStack.html
 */
export async function stopStack({ StackId }: StopStackRequest, { store }: Pick<Ports, 'store'>): Promise<object> {
  await requireStack(store, StackId);
  return {};
}
