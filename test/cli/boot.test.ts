import { existsSync, mkdtempSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { boot, published } from '../../cli/boot.ts';

const administrator = { accessKeyId: 'AKIA', secretAccessKey: 'secret' };
const busy = () => Promise.reject(Object.assign(new Error('database is locked'), { errcode: 5 }));
const optionsIn = (data: string) => ({
  data,
  host: '127.0.0.1',
  port: 0,
  region: 'eu-west-1',
  logLevel: 'warn' as const,
});
const scratch = () => mkdtempSync(join(tmpdir(), 'boot-'));
const close = async () => {};
const consoleLink = () => '/console/';

describe('starting the embedded program', () => {
  it('tells clients where it is', async () => {
    const data = scratch();

    const { server, folder } = await boot(optionsIn(data), async () => ({
      url: 'http://127.0.0.1:7',
      administrator,
      consoleLink,
      close,
    }));

    expect(server.url).toBe('http://127.0.0.1:7');
    expect(published(data)).toEqual({ url: 'http://127.0.0.1:7', region: 'eu-west-1' });
    expect(existsSync(folder.credentials)).toBe(true);
  });

  it('waits for a program that is about to leave the folder', async () => {
    let tries = 0;
    const start = () =>
      ++tries < 3 ? busy() : Promise.resolve({ url: 'http://127.0.0.1:7', administrator, consoleLink, close });

    await boot(optionsIn(scratch()), start);

    expect(tries).toBe(3);
  });

  it('gives up soon where the other program is well', async () => {
    const other = createServer((_request, response) => response.end('{}')).listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const data = scratch();
    const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    await boot(optionsIn(data), async () => ({ url, administrator, consoleLink, close }));

    await expect(boot(optionsIn(data), busy)).rejects.toThrow('is in use by another program');
    other.close();
  });

  it('has nothing to tell of a folder that was never used', () => {
    expect(published('/no/such/folder')).toBeUndefined();
  });
});
