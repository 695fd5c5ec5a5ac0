import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { type IndexName, indexNames, type Item, type Key, type Stored } from '../store.ts';

/** The names of the key attributes of the table or of one index, as the template defines them. */
export const keyNames = (index?: IndexName): { partition: string; sort: string } =>
  index ? { partition: `${index}Pk`, sort: `${index}Sk` } : { partition: 'pk', sort: 'sk' };

export const toKey = ({ partition, sort }: Key, index?: IndexName): Record<string, AttributeValue> => {
  const names = keyNames(index);
  return { [names.partition]: { S: partition }, [names.sort]: { S: sort } };
};

/**
 * A record as DynamoDB keeps it. The value is JSON in one string: a map would lose numbers beyond 38 digits or 1e125 and nesting beyond 32 levels,
 * and costs more to convert. `written` names the write, so that a repeated request knows its own work.
 */
export function toItem(
  item: Item,
  more: { version: number; json: string; written: string },
): Record<string, AttributeValue> {
  const places = indexNames.map((name) => item.indexes?.[name] && toKey(item.indexes[name], name));
  return Object.assign(
    {
      ...toKey(item),
      version: { N: String(more.version) },
      value: { S: more.json },
      written: { S: more.written },
      ...(item.expires !== undefined && { expires: { N: String(item.expires) } }),
    },
    ...places,
  ) as Record<string, AttributeValue>;
}

/** The record that an item of the table or of an index stands for. */
export function toStored<Value>(item: Record<string, AttributeValue>): Stored<Value> {
  const stored: Stored<Value> = {
    ...keyIn(item),
    version: Number(item.version?.N),
    value: JSON.parse(item.value?.S ?? '') as Value,
  };
  if (item.expires?.N !== undefined) stored.expires = Number(item.expires.N);
  const inIndex = indexNames.filter((name) => item[keyNames(name).partition]);
  if (inIndex.length > 0) stored.indexes = Object.fromEntries(inIndex.map((name) => [name, keyIn(item, name)]));
  return stored;
}

function keyIn(item: Record<string, AttributeValue>, index?: IndexName): Key {
  const names = keyNames(index);
  return { partition: item[names.partition]?.S ?? '', sort: item[names.sort]?.S ?? '' };
}
