import type { GrantAccessRequest, GrantAccessResult } from '@aws-sdk/client-opsworks';
import type { Ports } from '../../ports/ports.ts';
import { invalid } from '../errors.ts';
import type { InstanceRecord } from '../instances/record.ts';
import { requireWithin } from '../stacks/within.ts';

/**
 * Refuses the login that OpsWorks grants to Windows instances of EC2: there are none here. Throws ResourceNotFoundException, ValidationException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_GrantAccess.html
 */
export async function grantAccess(
  { InstanceId }: GrantAccessRequest,
  { store }: Pick<Ports, 'store'>,
): Promise<GrantAccessResult> {
  const { found } = await requireWithin<InstanceRecord>(store, 'instance', InstanceId);
  throw invalid(`Access can be granted to Windows stacks only; instance ${found.value.id} is not in one`);
}
