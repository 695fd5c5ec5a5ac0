import type { DescribeDocumentPermissionRequest, DescribeDocumentPermissionResponse } from '@aws-sdk/client-ssm';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { invalidDocument, invalidNextToken } from '../errors.ts';
import { writeToken } from '../../api/next-token.ts';
import { placeOf } from '../next-token.ts';
import { getDocumentRecord, versionsPartition } from './record.ts';
import { getSharing } from './sharing.ts';

/**
 * The accounts that a document is shared with, in the order of their ids, `all` last. Throws InvalidDocument, InvalidNextToken.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeDocumentPermission.html
 */
export async function describeDocumentPermission(
  { Name: name = '', MaxResults: limit = 200, NextToken: token }: DescribeDocumentPermissionRequest,
  { store }: Pick<Ports, 'store'>,
  caller: Caller,
): Promise<DescribeDocumentPermissionResponse> {
  const document = (await getDocumentRecord(store, name, caller))?.value;
  if (!document) throw invalidDocument(name);
  const listing = { operation: 'DescribeDocumentPermission', partition: versionsPartition(document) };
  const { after = '' } = placeOf<{ after?: unknown }>(listing, token) ?? {};
  if (typeof after !== 'string') throw invalidNextToken();
  const shares = (await getSharing(store, document))?.value.shares ?? [];
  const left = shares.filter(({ AccountId }) => AccountId > after);
  const page = left.slice(0, limit);
  return {
    AccountIds: page.map(({ AccountId }) => AccountId),
    AccountSharingInfoList: page,
    ...(left.length > limit && { NextToken: writeToken(listing, { after: page.at(-1)?.AccountId }) }),
  };
}
