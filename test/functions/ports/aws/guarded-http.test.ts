import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { guardedHttp } from '../../../../functions/ports/aws/guarded-http.ts';
import { HttpError } from '../../../../functions/ports/http.ts';

interface Seen {
  path: string | undefined;
  method: string | undefined;
  host: string | undefined;
  secret: string | string[] | undefined;
  type: string | undefined;
  body: string;
}

describe('HTTP to the public internet', () => {
  let server: Server;
  let port: number;
  let seen: Seen[];
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  const hosts: Record<string, string[]> = {
    'hook.test': ['127.0.0.1'],
    'other.test': ['127.0.0.1'],
    'mixed.test': ['127.0.0.1', '169.254.169.254'],
    'inside.test': ['10.0.0.1'],
  };
  const resolveHost = async (host: string) => hosts[host] ?? [];
  const http = guardedHttp({ allowedSubnets: ['127.0.0.1/32'], allowsHttp: true, resolveHost });
  const send = (url: string, rest: object = {}) =>
    http.send({ method: 'POST', url, headers: { 'X-Secret': 's3cret' }, body: '{"a":1}', timeoutSeconds: 5, ...rest });
  const at = (host: string, path = '/') => `http://${host}:${port}${path}`;

  beforeEach(async () => {
    seen = [];
    answer = (_request, response) => response.end('ok');
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { url: path, method, headers } = request;
        const body = Buffer.concat(chunks).toString();
        seen.push({
          path,
          method,
          host: headers.host,
          secret: headers['x-secret'],
          type: headers['content-type'],
          body,
        });
        answer(request, response);
      });
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    port = (server.address() as AddressInfo).port;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it('fetches files with the headers that are given, which go to no other host', async () => {
    const file = { url: at('hook.test', '/file'), headers: { 'X-Secret': 's3cret' }, timeoutSeconds: 5, largest: 2 };
    expect(Buffer.from((await http.download(file)).body).toString()).toBe('ok');
    expect(seen[0]).toMatchObject({ path: '/file', method: 'GET', secret: 's3cret' });
    answer = (request, response) => {
      if (request.url === '/there') return void response.end('ok');
      response.writeHead(302, { location: at('other.test', '/there') }).end();
    };

    await http.download(file);

    expect(seen.at(-1)).toMatchObject({ host: `other.test:${port}`, secret: undefined });
    await expect(http.download({ ...file, largest: 1 })).rejects.toThrow('The answer is larger than');
  });

  it('posts to the address that was checked, under the host’s own name', async () => {
    expect(await send(at('hook.test', '/x?y=1'))).toEqual({ status: 200, body: 'ok' });
    expect(seen).toEqual([
      {
        path: '/x?y=1',
        method: 'POST',
        host: `hook.test:${port}`,
        secret: 's3cret',
        type: 'application/json',
        body: '{"a":1}',
      },
    ]);
  });

  it('gives an answer of any status', async () => {
    answer = (_request, response) => response.writeHead(503).end('later');
    expect(await send(at('hook.test'))).toEqual({ status: 503, body: 'later' });
  });

  it.each([
    'https://localhost/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0177.0.0.1/',
    'https://0x7f.1/',
    'https://127.1/',
    'https://[::1]/',
    'https://[::ffff:169.254.169.254]/',
    'https://169.254.169.254/latest/meta-data/',
    'https://[fd00:ec2::254]/',
    'https://10.0.0.1/',
    'https://inside.test/',
    'https://mixed.test/',
  ])('does not reach %s', async (url) => {
    const strict = guardedHttp({ resolveHost: async (host) => hosts[host] ?? ['127.0.0.1'] });
    const sent = strict.send({ method: 'POST', url, headers: {}, body: '', timeoutSeconds: 5 });
    await expect(sent).rejects.toThrow('is not in the public internet');
  });

  it.each(['http://hook.test/', 'ftp://hook.test/', 'file:///etc/passwd'])('takes https only, not %s', async (url) => {
    const strict = guardedHttp({ resolveHost });
    const sent = strict.send({ method: 'POST', url, headers: {}, body: '', timeoutSeconds: 5 });
    await expect(sent).rejects.toThrow('must be reached with https');
  });

  it('reaches no host that has one address inside among good ones', async () => {
    await expect(send(at('mixed.test'))).rejects.toThrow('The host mixed.test is not in the public internet');
  });

  it('checks where a redirect leads', async () => {
    answer = (_request, response) => response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
    await expect(send(at('hook.test'))).rejects.toThrow('The host 169.254.169.254 is not in the public internet');
  });

  it('follows a redirect on the same host with all it was given', async () => {
    answer = (request, response) =>
      request.url === '/' ? response.writeHead(308, { location: '/next' }).end() : response.end('there');
    expect(await send(at('hook.test'))).toEqual({ status: 200, body: 'there' });
    expect(seen[1]).toMatchObject({ path: '/next', method: 'POST', secret: 's3cret', body: '{"a":1}' });
  });

  it('takes neither headers nor body to another host', async () => {
    answer = (request, response) =>
      request.headers.host?.startsWith('hook')
        ? response.writeHead(request.url === '/' ? 302 : 307, { location: at('other.test') }).end()
        : response.end('there');

    await send(at('hook.test'));
    expect(seen[1]).toMatchObject({ method: 'GET', secret: undefined, body: '' });
    await expect(send(at('hook.test', '/307'))).rejects.toThrow(`hook.test:${port} redirects to another host`);
  });

  it('gives up after five redirects', async () => {
    answer = (_request, response) => response.writeHead(302, { location: '/again' }).end();
    await expect(send(at('hook.test'))).rejects.toThrow('redirects too often');
    expect(seen.length).toBe(6);
  });

  it('takes no more than 1 MiB', async () => {
    answer = (_request, response) => response.end(Buffer.alloc(1024 * 1024 + 1, 'a'));
    await expect(send(at('hook.test'))).rejects.toThrow('The answer is larger than 1 MiB');
  });

  it.each([
    ['never comes', () => undefined],
    ['never ends', (response: ServerResponse) => response.write('a')],
  ])('gives up on an answer that %s', async (_name, begin) => {
    answer = (_request, response) => void begin(response);
    await expect(send(at('hook.test'), { timeoutSeconds: 0.1 })).rejects.toThrow(
      new HttpError(`hook.test:${port} did not answer within 0.1 seconds`),
    );
  });

  it('names the host and not what was sent when nothing listens', async () => {
    const failed = send('http://hook.test:1/path-secret', { body: 'body-secret' });
    await expect(failed).rejects.toThrow(/^hook\.test:1 could not be reached: /);
    await expect(failed).rejects.not.toThrow(/secret/);
  });

  it('leaves the headers of the connection alone', async () => {
    await send(at('hook.test'), { headers: { Host: 'evil', 'Content-Length': '1', 'Content-Type': 'text/plain' } });
    expect(seen[0]).toMatchObject({ host: `hook.test:${port}`, body: '{"a":1}', type: 'text/plain' });
  });

  it.each([
    ['not a url', 'The address is not a URL'],
    ['http://nowhere.test/', 'The host nowhere.test has no address'],
  ])('says what is wrong with %s', async (url, words) => {
    await expect(send(url)).rejects.toThrow(words);
  });
});
