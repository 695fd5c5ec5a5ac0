import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { createPrincipal } from '../../../functions/principals/create-principal.ts';
import { storedPrincipals } from '../../../functions/principals/stored-principals.ts';
import { randomIds } from '../../../functions/ports/random-ids.ts';
import type { Event } from '../../../functions/ports/events.ts';
import { oneOf } from '../../../functions/api/doors.ts';
import { ensureAdministrator } from '../../../functions/principals/administrator.ts';
import { Database } from '../../../local/database/database.ts';
import { fileObjects } from '../../../local/file-objects.ts';
import { plainSecrets } from '../../../local/plain-secrets.ts';
import { embeddedS3 } from '../../../local/s3/embedded-s3.ts';
import type { S3 } from '../../../local/s3/call.ts';
import { longestBody } from '../../../local/http/longest-body.ts';
import { startServer } from '../../../local/http/server.ts';
import { sqliteStore } from '../../../local/database/sqlite-store.ts';
import { fakeClock } from '../../clock.ts';
import { account, type Keys, type Line, recordingLog } from '../../door.ts';

/** The S3 wire on a real server, its objects in a folder of its own; the clock stands at the present. */
export async function openS3() {
  const folder = mkdtempSync(join(tmpdir(), 's3-'));
  const clock = fakeClock(Date.now());
  const lines: Line[] = [];
  const told: Event[] = [];
  const s3: S3 = {
    store: sqliteStore(new Database(':memory:'), clock),
    clock,
    ids: randomIds(),
    log: recordingLog(lines),
    objects: fileObjects(folder, clock),
    events: { publish: async (make) => void told.push(...make()) },
  };
  const ports = { ...s3, secrets: plainSecrets() };
  const administrator = await ensureAdministrator(ports, account);
  const principals = storedPrincipals(ports);
  const door = embeddedS3(s3, { principals, account });
  const handler = oneOf([door], async () => ({ statusCode: 418 }));
  const server = await startServer({ handler, longestBody, host: '127.0.0.1', port: 0 });
  return {
    s3,
    clock,
    lines,
    told,
    url: server.url,
    administrator,
    client: (credentials: Keys = administrator) =>
      new S3Client({ region: 'us-east-1', endpoint: server.url, forcePathStyle: true, maxAttempts: 1, credentials }),
    principal: async (Name: string, Statement: object[]): Promise<Keys> => {
      const policy = JSON.stringify({ Version: '2012-10-17', Statement });
      const caller = { arn: administrator.arn, name: 'admin', account, region: 'us-east-1' };
      const made = await createPrincipal({ Name, PolicyDocument: policy }, ports, caller);
      return { accessKeyId: made.AccessKeyId, secretAccessKey: made.SecretAccessKey };
    },
    close: async () => {
      await server.close();
      rmSync(folder, { recursive: true });
    },
  };
}
