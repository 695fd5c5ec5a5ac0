import { readFileSync } from 'node:fs';
import { PutItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { withPart } from '../../bench/page.ts';
import { costOf } from '../../bench/cost/prices.ts';
import { type Bill, bill, jobs } from '../../bench/cost/runs.ts';
import { billTable, priceTable } from '../../bench/cost/table.ts';
import { itemOf, readUnits, writeUnits } from '../../bench/cost/units.ts';
import type { Item } from '../../functions/ports/store.ts';
import { type DynamodbLocal, missing, startDynamodbLocal } from '../functions/ports/aws/dynamodb-local.ts';

const environment = { ...process.env };
beforeAll(() => Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'nobody', AWS_SECRET_ACCESS_KEY: 'secret' }));
afterAll(() => void (process.env = environment));

/** The formatter pads the columns of a table. */
const withoutPadding = (text: string) => text.replace(/ +/g, ' ').replace(/-+:?/g, '-');

/** What a run costs where somebody listens. */
const withEvents = (of: Bill | undefined) => (of ? costOf(of.usage) : Infinity);

describe('docs/cost.md', () => {
  let bills: Bill[];
  beforeAll(async () => {
    bills = [];
    for (const job of jobs()) bills.push(await bill(job));
  });

  it('is up to date (else: npm run cost)', () => {
    const text = readFileSync(new URL('../../docs/cost.md', import.meta.url), 'utf8');

    for (const line of billTable(bills).split('\n')) expect(withoutPadding(text)).toContain(withoutPadding(line));
    expect(withoutPadding(text)).toBe(withoutPadding(withPart(text, 'prices', priceTable())));
  });

  it('tells of ten steps for 0.00015 USD, and for 0.0004 USD with an approval', () => {
    const [quick, approved] = bills;

    expect(quick).toMatchObject({ steps: 10, approvals: 0 });
    expect(withEvents(quick)).toBeLessThanOrEqual(0.00015);
    expect(approved).toMatchObject({ steps: 10, approvals: 1 });
    expect(withEvents(approved)).toBeLessThanOrEqual(0.0004);
  });
});

const record = (sort: string, { size = 100, status }: { size?: number; status?: string } = {}): Item => ({
  partition: 'p',
  sort,
  value: { text: 'x'.repeat(size) },
  ...(status && { indexes: { listing: { partition: 'l', sort }, status: { partition: status, sort } } }),
});
const projections = { listing: 'ALL', status: 'ALL', parent: 'ALL' } as const;

describe('the units of DynamoDB', () => {
  it.each([
    ['a new record', undefined, record('a'), 1],
    ['a new record of more than 2 KB', undefined, record('a', { size: 2100 }), 3],
    ['a new record in two indexes', undefined, record('a', { status: 'A' }), 3],
    ['a record that stays where it is in its indexes', record('a', { status: 'A' }), record('a', { status: 'A' }), 3],
    ['a record that moves in one', record('a', { status: 'A' }), record('a', { status: 'B' }), 4],
    ['a record that gets smaller', record('a', { size: 2100 }), record('a'), 3],
    ['a record that goes', record('a', { size: 2100, status: 'A' }), undefined, 9],
  ])('charge %s', (_name, before, after, units) => {
    const [old, next] = [before && itemOf(before, 1), after && itemOf(after, 2)];

    expect(writeUnits(old, next, projections)).toBe(units);
  });

  it('leave out an index that has nothing of what changed', () => {
    const [old, next] = [record('a', { status: 'A' }), record('a', { size: 200, status: 'A' })];

    expect(writeUnits(itemOf(old, 1), itemOf(next, 2), { listing: [], status: 'ALL' })).toBe(2);
  });

  it('charge a read by 4 KB, and half of it where it may lag behind', () => {
    const item = itemOf(record('a', { size: 5000 }), 1);

    expect([readUnits([], true), readUnits([item], true), readUnits([item, item], false)]).toEqual([1, 2, 1.5]);
  });

  const why = missing();
  (why ? describe.skip : describe)(`as DynamoDB Local consumes them${why ? ` (SKIPPED: ${why})` : ''}`, () => {
    let local: DynamodbLocal;
    beforeAll(async () => {
      local = await startDynamodbLocal();
    }, 60_000);
    afterAll(() => local.stop());
    const changes = [
      record('a', { size: 1500, status: 'A' }),
      record('a', { size: 2500, status: 'A' }),
      record('a', { size: 900, status: 'B' }),
      record('a', { size: 990 }),
    ];

    it('in single writes', async () => {
      for (const [at, change] of changes.entries()) {
        const Item = itemOf(change, at + 1);
        const put = new PutItemCommand({ TableName: local.table, Item, ReturnConsumedCapacity: 'TOTAL' });
        const before = changes[at - 1];

        const { ConsumedCapacity } = await local.client.send(put);

        const counted = writeUnits(before && itemOf(before, at), Item, projections);
        expect([at, ConsumedCapacity?.CapacityUnits]).toEqual([at, counted]);
      }
    });

    it('in transactions, twice', async () => {
      const Item = itemOf({ ...record('b', { size: 1500, status: 'A' }) }, 1);
      const Put = { TableName: local.table, Item };

      const { ConsumedCapacity } = await local.client.send(
        new TransactWriteItemsCommand({ TransactItems: [{ Put }], ReturnConsumedCapacity: 'TOTAL' }),
      );

      expect(ConsumedCapacity?.[0]?.CapacityUnits).toBe(2 * writeUnits(undefined, Item, projections));
    });
  });
});
