import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { CreateBucketCommand, GetObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { s3Objects } from '../../../../functions/ports/aws/s3-objects.ts';
import { fakeClock } from '../../../clock.ts';
import { objectsContract } from '../../../ports/objects.contract.ts';
import { freePort, reachable } from './local-server.ts';

jest.setTimeout(60_000);

const hasMoto = spawnSync('moto_server', ['--help']).status === 0;
const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' };
const region = 'us-east-1';

describe('s3Objects', () => {
  (hasMoto ? describe : describe.skip)(
    `as every objects port, on moto${hasMoto ? '' : ' (skipped: no moto_server here)'}`,
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'moto-'));
      let moto: ChildProcess | undefined;
      let client = new S3Client({ region });
      beforeAll(async () => {
        const port = await freePort();
        moto = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], {
          cwd: folder,
          stdio: 'ignore',
          detached: true,
        });
        await reachable(port);
        client = new S3Client({ region, credentials, endpoint: `http://127.0.0.1:${port}`, forcePathStyle: true });
      });
      afterAll(() => {
        client.destroy();
        if (moto?.pid) process.kill(-moto.pid, 'SIGKILL');
        rmSync(folder, { recursive: true });
      });

      let made = 0;
      objectsContract((clock) => {
        const objects = s3Objects(client, clock);
        const prefix = `test-${made++}-`;
        const buckets = new Set<string>();
        const put: typeof objects.put = async (bucket, key, body) => {
          if (!buckets.has(bucket)) await client.send(new CreateBucketCommand({ Bucket: prefix + bucket }));
          buckets.add(bucket);
          return objects.put(prefix + bucket, key, body);
        };
        return {
          put,
          get: (bucket, key) => objects.get(prefix + bucket, key),
          remove: (bucket, key) => objects.remove(prefix + bucket, key),
          list: (bucket, options) => objects.list(prefix + bucket, options),
        };
      });
    },
  );

  it('takes a refusal for what it is', async () => {
    const client = new S3Client({ region, credentials });
    const denied = new S3ServiceException({
      name: 'AccessDenied',
      $fault: 'client',
      $metadata: {},
      message: 'Access Denied',
    });
    mockClient(client).on(GetObjectCommand).rejects(denied);

    await expect(s3Objects(client, fakeClock()).get('bucket', 'key')).rejects.toBe(denied);
  });
});
