import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { open } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Pool } from 'undici';
import { readAuthorization } from '../functions/api/sigv4/authorization.ts';
import { checkSignature, payloadDigest } from '../functions/api/sigv4/check-signature.ts';
import { systemClock } from '../functions/ports/system-clock.ts';
import { Database } from '../local/database/database.ts';
import { sqliteStore } from '../local/database/sqlite-store.ts';
import { signer } from './client.ts';
import { load, rateOf } from './measure.ts';

/** What this machine can do at best, a second: the bounds beside which the program's figures stand. */
export interface Limits {
  /** 4 KB appended and synced, one after the other. */
  syncs: number;
  /** Steps whose bytes, as many as the program writes, are appended to a file by 64 writers that share each sync. */
  groupCommits: number;
  /** Records of a step's size through the store, two to a write, from 64 writers: group commit without anything else. */
  storeRecords: number;
  /** Requests that a bare node:http server answers to the same client, 64 at a time. */
  bareHttp: number;
  /** Signatures of calls checked, as the door does it. */
  signatures: number;
}

/** Measures them in the given folder. */
export async function limits(folder: string): Promise<Limits> {
  return {
    syncs: await syncs(join(folder, 'sync')),
    groupCommits: await groupCommits(join(folder, 'group')),
    storeRecords: await storeRecords(join(folder, 'store.db')),
    bareHttp: await bareHttp(),
    signatures: await signatures(),
  };
}

async function syncs(file: string): Promise<number> {
  const fd = openSync(file, 'w');
  const block = Buffer.alloc(4096, 1);
  const rate = await rateOf(() => {
    writeSync(fd, block);
    fdatasyncSync(fd);
  });
  closeSync(fd);
  return rate;
}

const stepSized = { text: 'x'.repeat(400) };

async function storeRecords(file: string): Promise<number> {
  const database = new Database(file);
  const store = sqliteStore(database, systemClock());
  const { rate } = await load(64, 20_000, (at) =>
    store.write([
      { put: { partition: `run#${at}`, sort: 'step#000001', value: stepSized }, expect: 0 },
      { put: { partition: `run#${at}`, sort: 'step#000002', value: stepSized }, expect: 0 },
    ]),
  );
  database.close();
  return rate * 2;
}

async function bareHttp(): Promise<number> {
  const server = http.createServer((request, response) => {
    request.resume().on('end', () => response.end('{}'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: 64 });
  const { rate } = await load(64, 20_000, async () => {
    const { body } = await pool.request({ method: 'POST', path: '/', body: '{}' });
    await body.text();
  });
  await pool.close();
  server.close();
  return rate;
}

async function signatures(): Promise<number> {
  const secretAccessKey = 'x'.repeat(40);
  const body = JSON.stringify({ DocumentName: 'TenSteps' });
  const sign = signer({ url: new URL('http://127.0.0.1:4500'), accessKeyId: 'AKIA', secretAccessKey });
  const headers = { ...sign('AmazonSSM.StartAutomationExecution', body), host: '127.0.0.1:4500' };
  const request = { method: 'POST', path: '/', query: '', headers };
  return rateOf(() => {
    const authorization = readAuthorization(headers.authorization);
    checkSignature(authorization, request, { payload: payloadDigest(body, headers), secretAccessKey });
  });
}

/** What a step of a ten-step run adds to the log, in bytes. */
const bytesOfStep = 620;

async function groupCommits(file: string): Promise<number> {
  const handle = await open(file, 'w');
  let waiting: (() => void)[] = [];
  let isSyncing = false;
  const sync = async () => {
    isSyncing = true;
    while (waiting.length) {
      const group = waiting;
      waiting = [];
      await handle.write(Buffer.alloc(bytesOfStep * group.length, 1));
      await handle.datasync();
      for (const done of group) done();
    }
    isSyncing = false;
  };
  const { rate } = await load(64, 100_000, () => {
    const written = new Promise<void>((resolve) => waiting.push(resolve));
    if (!isSyncing) void sync();
    return written;
  });
  await handle.close();
  return rate;
}
