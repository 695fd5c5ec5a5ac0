import type { ModifyDocumentPermissionRequest, ModifyDocumentPermissionResponse } from '@aws-sdk/client-ssm';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { documentPermissionLimit, invalidDocument } from '../errors.ts';
import { getDocumentRecord } from './record.ts';
import { countPublic, everybody, getSharing, isPublic, type Share, share } from './sharing.ts';

const mostAccounts = 1000;
const mostPublic = 5;

/**
 * Shares a document with accounts or with everybody, or stops it; an account given again gets the version that is named now.
 * Throws InvalidDocument, DocumentPermissionLimit.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ModifyDocumentPermission.html
 */
export async function modifyDocumentPermission(
  input: ModifyDocumentPermissionRequest,
  { store }: Pick<Ports, 'store'>,
  caller: Caller,
): Promise<ModifyDocumentPermissionResponse> {
  const { Name: name = '' } = input;
  const document = await getDocumentRecord(store, name, caller);
  if (!document) throw invalidDocument(name);
  const sharing = await getSharing(store, document.value);
  const before = sharing?.value.shares ?? [];
  const after = sharesAfter(before, input);
  if (after.filter(({ AccountId }) => AccountId !== everybody).length > mostAccounts)
    throw documentPermissionLimit(`A document can be shared with at most ${mostAccounts} accounts.`);
  if (isPublic(after) && !isPublic(before) && (await countPublic(store, caller, mostPublic)) === mostPublic)
    throw documentPermissionLimit(`You can share at most ${mostPublic} documents publicly.`);
  const { partition, sort, version: expect } = document;
  await store.write([{ check: { partition, sort }, expect }, ...share(document.value, sharing, after)]);
  return {};
}

function sharesAfter(before: Share[], input: ModifyDocumentPermissionRequest): Share[] {
  const { AccountIdsToAdd: added = [], AccountIdsToRemove: removed = [], SharedDocumentVersion = '$DEFAULT' } = input;
  const shares = new Map(before.map((one) => [one.AccountId, one]));
  for (const AccountId of removed) shares.delete(AccountId.toLowerCase());
  for (const one of added) {
    const AccountId = one.toLowerCase();
    shares.set(AccountId, { AccountId, SharedDocumentVersion });
  }
  return [...shares.values()].sort((a, b) => (a.AccountId < b.AccountId ? -1 : 1));
}
