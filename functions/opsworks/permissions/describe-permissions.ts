import type { DescribePermissionsRequest, DescribePermissionsResult } from '@aws-sdk/client-opsworks';
import type { Ports } from '../../ports/ports.ts';
import type { Store } from '../../ports/store.ts';
import { invalid } from '../errors.ts';
import { allStacks, requireStack } from '../stacks/record.ts';
import { isUserArn } from '../user-profiles/record.ts';
import { getPermission, type PermissionRecord, permissionsOf, permissionView } from './record.ts';

/**
 * What was granted for a stack, to a user, or to a user for a stack. Throws ResourceNotFoundException, ValidationException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_DescribePermissions.html
 */
export async function describePermissions(
  { StackId, IamUserArn }: DescribePermissionsRequest,
  { store }: Pick<Ports, 'store'>,
): Promise<DescribePermissionsResult> {
  if (StackId === undefined && IamUserArn === undefined)
    throw invalid('Please provide a stack ID, an IAM user ARN or both');
  if (IamUserArn !== undefined && !isUserArn(IamUserArn)) throw invalid(`${IamUserArn} is no ARN of an IAM user`);
  const stackIds = StackId === undefined ? await everyStack(store) : [(await requireStack(store, StackId)).value.id];
  const found = await Promise.all(stackIds.map((id) => granted(store, id, IamUserArn)));
  return { Permissions: found.flat().map((permission) => permissionView(permission)) };
}

const everyStack = async (store: Store): Promise<string[]> => (await allStacks(store)).map(({ value }) => value.id);

async function granted(store: Store, stackId: string, arn: string | undefined): Promise<PermissionRecord[]> {
  if (arn === undefined) return permissionsOf(store, stackId);
  const permission = await getPermission(store, stackId, arn);
  return permission ? [permission.value] : [];
}
