import type { Permission } from '@aws-sdk/client-opsworks';
import type { Key, Store, Stored, Write } from '../../ports/store.ts';
import { withinPartition } from '../stacks/within.ts';

/** What a user may do with a stack. Source: https://docs.aws.amazon.com/opsworks/latest/userguide/opsworks-security-users-standard.html */
export const levels = ['deny', 'show', 'deploy', 'manage', 'iam_only'] as const;

/** One of them; who has none is as with iam_only. */
export type Level = (typeof levels)[number];

/** What was granted to a user for a stack. */
export interface PermissionRecord {
  stackId: string;
  iamUserArn: string;
  level: Level;
  allowSsh: boolean;
  allowSudo: boolean;
}

const prefix = 'permission#';

/** Where it is kept. */
export const permissionKey = (stackId: string, iamUserArn: string): Key => ({
  partition: withinPartition(stackId),
  sort: prefix + iamUserArn,
});

/** What a user was granted for a stack; undefined where nothing was. */
export const getPermission = (
  store: Store,
  stackId: string,
  iamUserArn: string,
): Promise<Stored<PermissionRecord> | undefined> => store.get<PermissionRecord>(permissionKey(stackId, iamUserArn));

const most = 1000;

/** All that was granted for a stack, by user. */
export const permissionsOf = async (store: Store, stackId: string): Promise<PermissionRecord[]> =>
  (await store.list<PermissionRecord>({ partition: withinPartition(stackId), prefix, limit: most })).items.map(
    ({ value }) => value,
  );

/** The changes that grant for one stack what was granted for another. */
export async function copyPermissions(store: Store, from: string, stackId: string): Promise<Write[][]> {
  const permissions = await permissionsOf(store, from);
  return permissions.map((permission) => [
    { put: { ...permissionKey(stackId, permission.iamUserArn), value: { ...permission, stackId } }, expect: 0 },
  ]);
}

/** What was granted, as it is shown. */
export const permissionView = ({ stackId, iamUserArn, level, allowSsh, allowSudo }: PermissionRecord): Permission => ({
  StackId: stackId,
  IamUserArn: iamUserArn,
  Level: level,
  AllowSsh: allowSsh,
  AllowSudo: allowSudo,
});
