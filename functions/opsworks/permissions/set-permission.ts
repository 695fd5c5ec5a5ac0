import type { SetPermissionRequest } from '@aws-sdk/client-opsworks';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { invalid } from '../errors.ts';
import { requireStack } from '../stacks/record.ts';
import { writeWithin } from '../stacks/within.ts';
import { isUserArn } from '../user-profiles/record.ts';
import { getPermission, levels, permissionKey, type PermissionRecord } from './record.ts';

/**
 * Sets what a user may do with a stack; what is not given stays as it is. Nobody sets their own level.
 * Throws ResourceNotFoundException, ValidationException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_SetPermission.html
 */
export async function setPermission(
  input: SetPermissionRequest,
  { store }: Pick<Ports, 'store'>,
  caller: Caller,
): Promise<object> {
  const { StackId, IamUserArn: iamUserArn = '', Level, AllowSsh, AllowSudo } = input;
  const stack = await requireStack(store, StackId);
  const { id: stackId } = stack.value;
  if (!isUserArn(iamUserArn)) throw invalid(`${iamUserArn} is no ARN of an IAM user`);
  const level = Level === undefined ? undefined : levels.find((one) => one === Level);
  if (Level !== undefined && !level) throw invalid(`${Level} is no permission level: ${levels.join(', ')}`);
  if (level && iamUserArn === caller.arn) throw invalid('You cannot set your own permission level');
  const before = await getPermission(store, stackId, iamUserArn);
  const value: PermissionRecord = {
    level: level ?? before?.value.level ?? 'iam_only',
    allowSsh: AllowSsh ?? before?.value.allowSsh ?? false,
    allowSudo: AllowSudo ?? before?.value.allowSudo ?? false,
    stackId,
    iamUserArn,
  };
  const put = { ...permissionKey(stackId, iamUserArn), value };
  await writeWithin(store, stack, [{ put, expect: before?.version ?? 0 }]);
  return {};
}
