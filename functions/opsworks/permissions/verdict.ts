import type { Caller } from '../../api/action.ts';
import type { Located } from '../../api/service.ts';
import type { Ports } from '../../ports/ports.ts';
import { getProfile } from '../user-profiles/record.ts';
import { getPermission, type Level } from './record.ts';

/** Describe calls that show leaves out, and what only IAM can allow. */
const notShown = new Set(['DescribePermissions', 'DescribeStackProvisioningParameters']);
const ofAccount = new Set([
  'CloneStack',
  'CreateStack',
  'CreateUserProfile',
  'DeleteUserProfile',
  'DescribeUserProfiles',
  'UpdateUserProfile',
]);
const ofOneself = new Set(['DescribeMyUserProfile', 'UpdateMyUserProfile']);
const deployed = new Set(['CreateDeployment', 'UpdateApp']);

/**
 * Whether a permission level allows an operation on its stack.
 * Source: https://docs.aws.amazon.com/opsworks/latest/userguide/opsworks-security-users-standard.html
 */
function allows(level: Level, operation: string): boolean {
  const isShown = (operation.startsWith('Describe') && !notShown.has(operation)) || operation === 'ListTags';
  if (ofAccount.has(operation) || ofOneself.has(operation)) return false;
  if (level === 'show') return isShown;
  if (level === 'deploy') return isShown || deployed.has(operation);
  return level === 'manage';
}

interface Asked {
  operation: string;
  caller: Caller;
  /** The stacks of the call, all of them. */
  stackIds: string[];
}

/** What SetPermission and the caller's profile say of a call: the level deny denies, the others allow where all stacks of the call do. */
export async function ownVerdict(
  { operation, caller, stackIds }: Asked,
  { store }: Pick<Ports, 'store'>,
): Promise<Located['verdict']> {
  if (ofOneself.has(operation))
    return (await getProfile(store, caller.arn))?.value.allowSelfManagement ? 'allowed' : undefined;
  const permissions = await Promise.all(stackIds.map((id) => getPermission(store, id, caller.arn)));
  const levels = permissions.map((permission): Level => permission?.value.level ?? 'iam_only');
  if (levels.includes('deny')) return 'denied';
  return levels.length > 0 && levels.every((level) => allows(level, operation)) ? 'allowed' : undefined;
}
