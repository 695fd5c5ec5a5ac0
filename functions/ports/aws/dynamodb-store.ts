import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
  TransactionCanceledException,
  TransactionConflictException,
  type DynamoDBClient,
  type TransactWriteItem,
} from '@aws-sdk/client-dynamodb';
import type { Clock } from '../clock.ts';
import type { Ids } from '../ids.ts';
import { keyOf, nameOf, valuesOf } from '../record-limits.ts';
import { WriteConflict, type Item, type Key, type Store, type Stored, type Write } from '../store.ts';
import { toItem, toKey, toStored } from './dynamodb-item.ts';
import { listItems } from './dynamodb-list.ts';

/** The table and how to reach it; `clock` decides what has expired, as DynamoDB itself removes it days later. */
export interface DynamodbTable {
  client: DynamoDBClient;
  table: string;
  clock: Clock;
  ids: Ids;
}

/**
 * The store of the account: one DynamoDB table with three global secondary indexes, see `serverless/core.yml`.
 * `get` and the listing of a partition are strongly consistent; the indexes follow within moments.
 */
export const dynamodbStore = (at: DynamodbTable): Store => ({
  get: (key) => get(at, key),
  list: (query) => listItems(at, query),
  write: (changes) => write(at, changes),
});

const names = { '#version': 'version', '#expires': 'expires' };

async function get<Value>({ client, table, clock }: DynamodbTable, key: Key): Promise<Stored<Value> | undefined> {
  const { Item } = await client.send(new GetItemCommand({ TableName: table, Key: toKey(key), ConsistentRead: true }));
  const stored = Item && toStored<Value>(Item);
  return stored?.expires !== undefined && stored.expires * 1000 <= clock.now() ? undefined : stored;
}

async function write(at: DynamodbTable, changes: Write[]): Promise<void> {
  const values = valuesOf(changes);
  const [first] = changes;
  if (!first) return;
  // A transaction costs twice as much, so the most frequent write goes without.
  if (changes.length === 1 && 'put' in first) return put(at, first, values[0] ?? '');
  const TransactItems = changes.map((change, place) => toTransactItem(at, change, values[place] ?? ''));
  try {
    await at.client.send(new TransactWriteItemsCommand({ TransactItems, ClientRequestToken: at.ids.uuid() }));
  } catch (error) {
    throw conflictIn(error, changes) ?? error;
  }
}

async function put(at: DynamodbTable, change: { put: Item; expect: number }, json: string): Promise<void> {
  const written = at.ids.uuid();
  const Item = toItem(change.put, { version: change.expect + 1, json, written });
  try {
    await at.client.send(
      new PutItemCommand({ ...condition(at, change.expect), Item, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
    );
  } catch (error) {
    // The client repeats a request whose answer was lost; then the record is there because of the first one.
    if (error instanceof ConditionalCheckFailedException && error.Item?.written?.S === written) return;
    if (error instanceof ConditionalCheckFailedException || error instanceof TransactionConflictException)
      throw conflict(change, error);
    throw error;
  }
}

function toTransactItem(at: DynamodbTable, change: Write, json: string): TransactWriteItem {
  const common = condition(at, change.expect);
  if ('remove' in change) return { Delete: { ...common, Key: toKey(change.remove) } };
  if ('check' in change) return { ConditionCheck: { ...common, Key: toKey(change.check) } };
  const more = { version: change.expect + 1, json, written: at.ids.uuid() };
  return { Put: { ...common, Item: toItem(change.put, more) } };
}

/** That the record is at the version; 0 is absent, and so is what has expired. */
function condition({ table, clock }: DynamodbTable, expect: number) {
  const now = { ':now': { N: String(Math.floor(clock.now() / 1000)) } };
  return expect === 0
    ? {
        TableName: table,
        ConditionExpression: 'attribute_not_exists(#version) OR #expires <= :now',
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: now,
      }
    : {
        TableName: table,
        ConditionExpression: '#version = :version AND (attribute_not_exists(#expires) OR #expires > :now)',
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: { ...now, ':version': { N: String(expect) } },
      };
}

const conflictCodes = new Set(['ConditionalCheckFailed', 'TransactionConflict']);

/** The lost race that a cancelled transaction tells of, if it does; throttling, for one, is none. */
function conflictIn(error: unknown, changes: Write[]): WriteConflict | undefined {
  if (!(error instanceof TransactionCanceledException)) return undefined;
  const place = error.CancellationReasons?.findIndex(({ Code }) => conflictCodes.has(Code ?? '')) ?? -1;
  const change = changes[place];
  return change && conflict(change, error);
}

const conflict = (change: Write, cause: Error): WriteConflict =>
  new WriteConflict(`The record ${nameOf(keyOf(change))} is not at version ${change.expect}`, { cause });
