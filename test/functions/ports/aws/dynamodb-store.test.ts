import { DynamoDBClient, PutItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import { jest } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { dynamodbStore } from '../../../../functions/ports/aws/dynamodb-store.ts';
import { randomIds } from '../../../../functions/ports/random-ids.ts';
import { WriteConflict, type Store } from '../../../../functions/ports/store.ts';
import { fakeClock } from '../../../clock.ts';
import { storeContract } from '../../../ports/store.contract.ts';
import { missing, startDynamodbLocal, type DynamodbLocal } from './dynamodb-local.ts';

jest.setTimeout(30_000);

const reason = missing();

describe('dynamodbStore', () => {
  (reason ? describe.skip : describe)(
    `as every store, on DynamoDB Local${reason ? ` (skipped: ${reason})` : ''}`,
    () => {
      const clock = fakeClock();
      let local: DynamodbLocal | undefined;
      let store: Store | undefined;
      beforeAll(async () => {
        local = await startDynamodbLocal();
        store = dynamodbStore({ client: local.client, table: local.table, clock, ids: randomIds() });
      }, 60_000);
      afterAll(() => local?.stop());
      storeContract(() => {
        if (!store) throw new Error('DynamoDB Local is not running');
        return { store, clock };
      });
    },
  );

  describe('as DynamoDB answers it', () => {
    const $metadata = {};
    const change = { put: { partition: 'p', sort: 's', value: {} }, expect: 1 };
    const other = { check: { partition: 'p', sort: 'other' }, expect: 3 };
    const client = new DynamoDBClient({ region: 'us-east-1' });
    const mock = mockClient(client);
    const store = dynamodbStore({
      client,
      table: 'records',
      clock: fakeClock(),
      ids: randomIds(),
    });
    beforeEach(() => void mock.reset());
    const cancelled = (codes: string[]) =>
      new TransactionCanceledException({
        $metadata,
        message: '',
        CancellationReasons: codes.map((Code) => ({ Code })),
      });

    it('knows its own write when the client repeated the request', async () => {
      mock.on(PutItemCommand).callsFake((input: { Item: Record<string, { S: string }> }) => {
        throw new ConditionalCheckFailedException({ $metadata, message: '', Item: input.Item });
      });

      await expect(store.write([change])).resolves.toBeUndefined();
    });

    it('takes a transaction of others on the record for a lost race', async () => {
      mock.on(PutItemCommand).rejects(new TransactionConflictException({ $metadata, message: '' }));
      mock.on(TransactWriteItemsCommand).rejects(cancelled(['None', 'TransactionConflict']));

      await expect(store.write([change])).rejects.toBeInstanceOf(WriteConflict);
      await expect(store.write([change, other])).rejects.toThrow('The record p / other is not at version 3');
    });

    it('takes nothing else for a lost race', async () => {
      mock.on(PutItemCommand).rejects(new Error('no network'));
      mock.on(TransactWriteItemsCommand).rejects(cancelled(['ThrottlingError', 'None']));

      await expect(store.write([change])).rejects.toThrow('no network');
      await expect(store.write([change, other])).rejects.toBeInstanceOf(TransactionCanceledException);
    });
  });
});
