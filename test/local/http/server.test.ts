import { once } from 'node:events';
import { connect } from 'node:net';
import { GetAutomationExecutionCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { Handler } from '../../../functions/api/handler.ts';
import { startServer, type RunningServer } from '../../../local/http/server.ts';
import { echoService, id } from '../../functions/api/echo.ts';
import { openDoor } from '../../door.ts';

let server: RunningServer | undefined;

const serve = async (handler: Handler): Promise<string> => {
  server = await startServer({ handler, host: '127.0.0.1', port: 0 });
  return server.url;
};
const echo: Handler = async (event) => ({
  statusCode: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(event),
});

/** Sends bytes as they are and answers with all that comes back. */
async function raw(url: string, text: string): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port: Number(new URL(url).port) });
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.write(text);
  await once(socket, 'close');
  return Buffer.concat(chunks).toString();
}

afterEach(async () => {
  await server?.close();
  server = undefined;
});

describe('the server', () => {
  it('lets the official client through the door', async () => {
    const door = await openDoor([echoService()], {
      clock: { now: () => Date.now(), wake: () => () => undefined, after: () => () => undefined },
    });
    const url = await serve(door.handler);
    const { accessKeyId, secretAccessKey } = door.administrator;
    const client = new SSMClient({ endpoint: url, region: 'us-east-1', credentials: { accessKeyId, secretAccessKey } });

    const answer = await client.send(new GetAutomationExecutionCommand({ AutomationExecutionId: id }));

    expect(answer.AutomationExecution?.AutomationExecutionId).toBe(id);
    client.destroy();
  });

  it('hands requests over as API Gateway does', async () => {
    const url = await serve(echo);

    const answer = await raw(
      url,
      'POST /ssm/?a=b&c HTTP/1.1\r\nHost: here\r\nX-Amz-Note:  a  b \r\nx-amz-note: c\r\nX-Forwarded-Proto: https\r\nConnection: close\r\nContent-Length: 3\r\n\r\n✓',
    );

    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toEqual({
      version: '2.0',
      rawPath: '/ssm/',
      rawQueryString: 'a=b&c',
      headers: {
        host: 'here',
        'x-amz-note': 'a  b,c',
        'x-forwarded-proto': 'http',
        connection: 'close',
        'content-length': '3',
      },
      requestContext: {
        http: { method: 'POST', path: '/ssm/', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: '' },
      },
      body: '✓',
      isBase64Encoded: false,
    });
  });

  it('hands a body that is no text over in base64', async () => {
    const url = await serve(echo);

    const answer = await fetch(url, { method: 'POST', body: Buffer.from([0xff, 0xfe]) });

    expect(await answer.json()).toMatchObject({ body: '//4=', isBase64Encoded: true });
  });

  it('answers with status, headers, length and date', async () => {
    const url = await serve(async () => ({ statusCode: 409, headers: { 'x-amzn-requestid': 'r' }, body: '{"a":"✓"}' }));

    const answer = await fetch(url);

    expect(answer.status).toBe(409);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'x-amzn-requestid': 'r',
      'content-length': '11',
      date: expect.stringMatching(/GMT$/) as string,
    });
    expect(await answer.text()).toBe('{"a":"✓"}');
  });

  it('takes one megabyte and refuses more, whatever the client says of the length', async () => {
    const sizes: number[] = [];
    const url = await serve(async ({ body = '' }) => (sizes.push(body.length), { statusCode: 200 }));
    const chunked = (size: number): RequestInit => ({
      method: 'POST',
      body: new Blob(['x'.repeat(size)]).stream(),
      duplex: 'half',
    });

    expect((await fetch(url, { method: 'POST', body: 'x'.repeat(1_048_576) })).status).toBe(200);
    expect((await fetch(url, { method: 'POST', body: 'x'.repeat(1_048_577) })).status).toBe(413);
    const refused = await fetch(url, chunked(3_000_000));

    expect(refused.status).toBe(413);
    expect(await refused.json()).toMatchObject({ __type: 'RequestEntityTooLargeException' });
    expect(sizes).toEqual([1_048_576]);
  });

  it.each([
    ['no HTTP', 'hello\r\n\r\n', 'HTTP/1.1 400 Bad Request'],
    ['folded headers', 'POST / HTTP/1.1\r\nHost: here\r\nX-A: b\r\n c\r\n\r\n', 'HTTP/1.1 400 Bad Request'],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
      'HTTP/1.1 400 Bad Request',
    ],
    [
      'a length and chunks',
      'POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      'HTTP/1.1 400 Bad Request',
    ],
    ['no host', 'POST / HTTP/1.1\r\n\r\n', 'HTTP/1.1 400 Bad Request'],
    ['huge headers', `POST / HTTP/1.1\r\nHost: h\r\nX-A: ${'x'.repeat(20_000)}\r\n\r\n`, 'HTTP/1.1 431 Request Header'],
  ])('survives %s', async (_name, text, status) => {
    const url = await serve(echo);

    expect(await raw(url, text)).toMatch(new RegExp(`^${status}`));
    expect((await fetch(url)).status).toBe(200);
  });

  it('answers 500 without detail when the handler fails', async () => {
    const url = await serve(async () => Promise.reject(new Error('secret')));

    const answer = await fetch(url);

    expect(answer.status).toBe(500);
    expect(await answer.text()).toBe(
      '{"__type":"InternalFailure","message":"Internal Server Error","Message":"Internal Server Error"}',
    );
  });

  it('finishes what runs before it ends, and takes no more', async () => {
    const arrived = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    const url = await serve(async () => {
      arrived.resolve();
      await finish.promise;
      return { statusCode: 200, body: 'done' };
    });
    const answer = fetch(url);
    await arrived.promise;

    const closed = server?.close();
    await expect(fetch(url)).rejects.toThrow('fetch failed');
    finish.resolve();

    expect(await (await answer).text()).toBe('done');
    await closed;
    server = undefined;
  });

  it('says when its port is taken', async () => {
    const port = Number(new URL(await serve(echo)).port);

    await expect(startServer({ handler: echo, host: '127.0.0.1', port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
