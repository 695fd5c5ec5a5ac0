import type { AccountSharingInfo } from '@aws-sdk/client-ssm';
import type { Key, Store, Stored, Write } from '../../ports/store.ts';
import { type DocumentRecord, type Place, versionsPartition } from './record.ts';

/** Who may use a document besides its owner, by account id or `all`, and which version. */
export type Share = Required<{ [name in keyof AccountSharingInfo]: string }>;

/** With whom a document is shared, in the order of the account ids; there is no such record while it is with nobody. */
export interface Sharing {
  shares: Share[];
}

/** What stands in the place of an account id where everybody is meant. */
export const everybody = 'all';

const sharingKey = (document: DocumentRecord): Key => ({ partition: versionsPartition(document), sort: 'sharing' });

const publicPartition = ({ account, region }: Place): string => `public-documents#${account}#${region}`;

const publicKey = (document: DocumentRecord): Key => ({ partition: publicPartition(document), sort: document.name });

/** The record of a document's sharing; undefined where it is shared with nobody. */
export const getSharing = (store: Store, document: DocumentRecord): Promise<Stored<Sharing> | undefined> =>
  store.get<Sharing>(sharingKey(document));

/** The change that goes through only while a document is shared with nobody. */
export const whileUnshared = (document: DocumentRecord): Write => ({ check: sharingKey(document), expect: 0 });

/** How many documents of an account and Region are shared with everybody, as far as `limit`. */
export async function countPublic(store: Store, place: Place, limit: number): Promise<number> {
  return (await store.list({ partition: publicPartition(place), limit })).items.length;
}

/** Whether everybody is among them. */
export const isPublic = (shares: Share[]): boolean => shares.some(({ AccountId }) => AccountId === everybody);

/** The changes that share a document as given from now on. */
export function share(document: DocumentRecord, before: Stored<Sharing> | undefined, shares: Share[]): Write[] {
  const key = sharingKey(document);
  const expect = before?.version ?? 0;
  const wasPublic = isPublic(before?.value.shares ?? []);
  return [
    ...(shares.length > 0 ? [{ put: { ...key, value: { shares } }, expect }] : []),
    ...(shares.length === 0 && before ? [{ remove: key, expect }] : []),
    ...(isPublic(shares) && !wasPublic ? [{ put: { ...publicKey(document), value: {} }, expect: 0 }] : []),
    ...(wasPublic && !isPublic(shares) ? [{ remove: publicKey(document), expect: 1 }] : []),
  ];
}
