import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NoAnswer, openWire } from '../../agent/wire.ts';

const servers: Server[] = [];
const folder = mkdtempSync(join(tmpdir(), 'wire-'));

async function serve(server: Server): Promise<string> {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  rmSync(folder, { recursive: true });
});

const get = (url: string, timeout = 5000) => ({ method: 'GET' as const, url, timeout });

describe('openWire', () => {
  it('trusts a server whose certificate somebody vouches for, and no other', async () => {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const subject = ['-subj', '/CN=test', '-addext', 'subjectAltName=IP:127.0.0.1'];
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
        '-nodes',
        '-days',
        '2',
        '-keyout',
        key,
        '-out',
        cert,
        ...subject,
      ],
      { stdio: 'ignore' },
    );
    const host = await serve(
      createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_, answer) => answer.end('hello')),
    );

    await expect(openWire().send(get(`https://${host}/`))).rejects.toThrow(NoAnswer);
    const wire = openWire({ ca: readFileSync(cert, 'utf8') });
    expect(await wire.send(get(`https://${host}/`))).toMatchObject({ status: 200, body: 'hello' });
    wire.close();
  });

  it('names the host of a server that does not answer in time, and nothing of the request', async () => {
    const host = await serve(createServer(() => {}));

    await expect(openWire().send(get(`http://${host}/secret?a=b`, 50))).rejects.toThrow(
      `${host}: no answer within 50 ms`,
    );
  });

  it('refuses an answer without an end', async () => {
    const host = await serve(
      createServer((_, answer) => {
        const more = () => answer.write(Buffer.alloc(1_000_000), (error) => error ?? more());
        more();
      }),
    );

    await expect(openWire().send(get(`http://${host}/`))).rejects.toThrow('an answer of more than 8000000 bytes');
  });

  it('gives a request up when told', async () => {
    const host = await serve(createServer(() => {}));
    const stop = new AbortController();
    const asked = openWire().send({ ...get(`http://${host}/`), signal: stop.signal });
    stop.abort();

    await expect(asked).rejects.toThrow(NoAnswer);
  });
});
