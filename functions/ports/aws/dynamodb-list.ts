import { QueryCommand, type AttributeValue, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Clock } from '../clock.ts';
import { isEmpty, isWithin, keyRange, type KeyRange } from '../key-range.ts';
import { readPosition, writePosition } from '../page-position.ts';
import type { Page, Query, Stored } from '../store.ts';
import { keyNames, toKey, toStored } from './dynamodb-item.ts';

type Attributes = Record<string, AttributeValue>;

/** One page of a partition or an index. DynamoDB counts expired records and ends a page after 1 MB, so it is asked until the page is full. */
export async function listItems<Value>(
  { client, table, clock }: { client: DynamoDBClient; table: string; clock: Clock },
  query: Query,
): Promise<Page<Value>> {
  const { limit = 100 } = query;
  const range = keyRange(query);
  let start = startKey(query, range);
  if (isEmpty(range)) return { items: [] };
  const input = { TableName: table, ...toInput(query, range, Math.floor(clock.now() / 1000)) };
  const items: Stored<Value>[] = [];
  do {
    const command = new QueryCommand({
      ...input,
      Limit: limit - items.length,
      ...(start && { ExclusiveStartKey: start }),
    });
    const answer = await client.send(command);
    const found = (answer.Items ?? []).map((item) => toStored<Value>(item));
    items.push(...found.filter((item) => isWithin(range, sortIn(query, item))));
    start = answer.LastEvaluatedKey;
  } while (start && items.length < limit);
  const last = items.at(-1);
  return start && last ? { items, next: writePosition(positionOf(query, last)) } : { items };
}

const sortIn = ({ index }: Query, stored: Stored<unknown>): string =>
  (index ? stored.indexes?.[index]?.sort : stored.sort) ?? '';

const positionOf = (query: Query, last: Stored<unknown>): string[] =>
  query.index ? [sortIn(query, last), last.partition, last.sort] : [last.sort];

function startKey(query: Query, range: KeyRange): Attributes | undefined {
  const position = readPosition(query, range, query.index ? 3 : 1);
  if (!position) return undefined;
  const [sort = '', ownPartition = query.partition, ownSort = sort] = position;
  const own = toKey({ partition: ownPartition, sort: ownSort });
  return query.index ? { ...own, ...toKey({ partition: query.partition, sort }, query.index) } : own;
}

function comparison(from: string | undefined, to: string | undefined): string {
  if (from !== undefined && to !== undefined) return ' AND #sort BETWEEN :from AND :to';
  if (from !== undefined) return ' AND #sort >= :from';
  return to === undefined ? '' : ' AND #sort <= :to';
}

/** A key condition takes one comparison of the sort key; BETWEEN includes both ends, so what is `below` only is left out afterwards. */
function toInput({ partition, index, descending = false }: Query, range: KeyRange, now: number) {
  const names = keyNames(index);
  const { from, to = range.below } = range;
  const values: Attributes = { ':partition': { S: partition }, ':now': { N: String(now) } };
  if (from !== undefined) values[':from'] = { S: from };
  if (to !== undefined) values[':to'] = { S: to };
  const bounds = comparison(from, to);
  return {
    ...(index && { IndexName: index }),
    ConsistentRead: !index,
    ScanIndexForward: !descending,
    KeyConditionExpression: `#partition = :partition${bounds}`,
    FilterExpression: 'attribute_not_exists(#expires) OR #expires > :now',
    ExpressionAttributeNames: {
      '#partition': names.partition,
      '#expires': 'expires',
      ...(bounds && { '#sort': names.sort }),
    },
    ExpressionAttributeValues: values,
  };
}
