import { createHmac, createSecretKey } from 'node:crypto';
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { systemClock } from '../functions/ports/system-clock.ts';
import { Database } from '../local/database.ts';
import { sqliteStore } from '../local/sqlite-store.ts';
import { load, rateOf } from './measure.ts';

/** What this machine can do at best, a second: the bounds beside which the program's figures stand. */
export interface Limits {
  /** 4 KB appended and synced, one after the other. */
  syncs: number;
  /** Records of a step's size through the store, two to a write, from 64 writers: group commit without anything else. */
  storeRecords: number;
  /** Requests that a bare node:http server answers to the same client, 64 at a time. */
  bareHttp: number;
  /** HMAC-SHA256 over a short text with a key object. */
  hmacs: number;
}

/** Measures them in the given folder. */
export async function limits(folder: string): Promise<Limits> {
  return {
    syncs: await syncs(join(folder, 'sync')),
    storeRecords: await storeRecords(join(folder, 'store.db')),
    bareHttp: await bareHttp(),
    hmacs: await hmacs(),
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
  const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
  const { rate } = await load(
    64,
    20_000,
    () =>
      new Promise((resolve, reject) => {
        const request = http.request({ agent, port, method: 'POST', path: '/' }, (response) =>
          response.resume().on('end', resolve),
        );
        request.on('error', reject).end('{}');
      }),
  );
  agent.destroy();
  server.close();
  return rate;
}

async function hmacs(): Promise<number> {
  const key = createSecretKey(Buffer.alloc(32, 7));
  return rateOf(() => createHmac('sha256', key).update('AWS4-HMAC-SHA256').digest());
}
