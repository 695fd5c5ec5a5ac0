import type { ResourceTypeForTagging } from '@aws-sdk/client-ssm';
import type { Store, Write } from '../../ports/store.ts';
import { executionItem } from '../automation-executions/record.ts';
import { getExecution } from '../automation-executions/run.ts';
import { getDocumentRecord, type Place } from '../documents/record.ts';
import { invalidResourceId, invalidResourceType } from '../errors.ts';

/** A tag as it is kept. */
export interface StoredTag {
  Key: string;
  Value: string;
}

/** A resource that has tags, which are kept in its own record: `put` is the change that gives it others. */
export interface Tagged {
  tags: StoredTag[];
  put(tags: StoredTag[]): Write;
}

/** A document's ARN is the longest. */
const longestId = 256;

/** How a caller names what has tags: an execution by its id, a document by its name or ARN. */
export interface TagReference {
  ResourceType: ResourceTypeForTagging | undefined;
  ResourceId: string | undefined;
}

/** The resource that a caller names. Throws InvalidResourceType for what this server has none of, InvalidResourceId. */
export async function requireTagged(store: Store, reference: TagReference, place: Place): Promise<Tagged> {
  const { ResourceType: type = '', ResourceId: id = '' } = reference;
  const find = type === 'Automation' ? taggedExecution : type === 'Document' ? taggedDocument : undefined;
  if (!find) throw invalidResourceType(type);
  const tagged = id === '' || id.length > longestId ? undefined : await find(store, id, place);
  if (!tagged) throw invalidResourceId(type, id);
  return tagged;
}

async function taggedExecution(store: Store, id: string): Promise<Tagged | undefined> {
  const execution = await getExecution(store, id);
  if (!execution) return undefined;
  const { value, version } = execution;
  return {
    tags: value.tags ?? [],
    put: (tags) => ({ put: executionItem({ ...value, tags }), expect: version }),
  };
}

async function taggedDocument(store: Store, name: string, place: Place): Promise<Tagged | undefined> {
  const document = await getDocumentRecord(store, name, place);
  if (!document) return undefined;
  const { value, version } = document;
  return {
    tags: value.tags.map(({ Key = '', Value = '' }) => ({ Key, Value })),
    put: (tags) => ({ put: { ...document, value: { ...value, tags } }, expect: version }),
  };
}
