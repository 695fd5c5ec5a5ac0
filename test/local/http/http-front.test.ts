import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { startHttpFront } from '../../../local/http/http-front.ts';
import type { RunningServer } from '../../../local/http/server.ts';
import type { Listener, StreamedAnswer } from '../../../local/http/streamed-answer.ts';

let server: RunningServer | undefined;

async function serve(handler: (event: APIGatewayProxyEventV2) => Promise<StreamedAnswer>): Promise<string> {
  server = await startHttpFront({ handler: handler, host: '127.0.0.1', port: 0 });
  return server.url;
}

afterEach(async () => {
  await server?.close();
  server = undefined;
});

describe('the server in a thread of its own', () => {
  it('hands requests over as they came, and their answers back to who asked, whatever their order', async () => {
    const held: (() => void)[] = [];
    const url = await serve(async ({ rawPath, rawQueryString, body }) => {
      if (rawPath === '/0') await new Promise<void>((resolve) => held.push(resolve));
      else held.splice(0).forEach((go) => go());
      return { statusCode: 201, headers: { 'x-path': rawPath }, body: `${rawQueryString} ${body}` };
    });

    const answers = await Promise.all(
      Array.from({ length: 40 }, async (_, number) => {
        const answer = await fetch(`${url}/${number}?n=${number}`, { method: 'POST', body: `ü${number}` });
        return [answer.status, answer.headers.get('x-path'), await answer.text()];
      }),
    );

    expect(answers).toEqual(Array.from({ length: 40 }, (_, n) => [201, `/${n}`, `n=${n} ü${n}`]));
  });

  it('takes bytes and gives bytes', async () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    const url = await serve(async ({ body = '', isBase64Encoded }) => ({ statusCode: 200, body, isBase64Encoded }));

    const answer = await fetch(url, { method: 'PUT', body: bytes });

    expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes);
  });

  it('answers 500, without a word why, where the handler fails', async () => {
    const url = await serve(() => Promise.reject(new Error('a secret')));

    const answer = await fetch(url);

    expect(answer.status).toBe(500);
    expect(await answer.json()).toMatchObject({ __type: 'InternalFailure', message: 'Internal Server Error' });
  });

  it('sends what follows an answer piece by piece, until either side has enough', async () => {
    const listeners: Listener[] = [];
    const left: string[] = [];
    const url = await serve(async ({ rawPath }) => ({
      statusCode: 200,
      headers: { 'content-type': 'text/event-stream' },
      follow: (to) => {
        listeners.push(to);
        to.write('first ');
        return () => left.push(rawPath);
      },
    }));

    const [whole, broken] = await Promise.all(['/whole', '/broken'].map((path) => opened(url + path)));
    if (!whole || !broken) throw new Error('not opened');
    for (const to of listeners) to.write('second');
    await Promise.all([whole, broken].map(untilSecond));
    broken.response.destroy();
    while (left.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(left).toEqual(['/broken']);
    for (const to of listeners) to.end();
    await once(whole.response, 'end');

    expect(whole.text()).toBe('first second');
  });

  it('says why it cannot listen, as Node does', async () => {
    const url = new URL(await serve(async () => ({ statusCode: 200 })));
    const again = startHttpFront({ handler: async () => ({}), host: '127.0.0.1', port: Number(url.port) });

    await expect(again).rejects.toMatchObject({ code: 'EADDRINUSE', syscall: 'listen' });
  });

  it('answers what runs before it closes, and takes no more', async () => {
    let go = (): void => undefined;
    const begun = new Promise<void>((begin) => {
      void serve(async () => {
        begin();
        await new Promise<void>((resolve) => (go = resolve));
        return { statusCode: 200, body: 'done' };
      }).then((url) => (answer = fetch(url).then((one) => one.text())));
    });
    let answer: Promise<string> | undefined;
    await begun;

    const closed = server?.close();
    go();

    expect(await answer).toBe('done');
    await closed;
    const { url } = server ?? { url: '' };
    server = undefined;
    await expect(fetch(url)).rejects.toThrow();
  });
});

async function opened(url: string): Promise<{ response: IncomingMessage; text: () => string }> {
  const [response] = (await once(get(url), 'response')) as [IncomingMessage];
  let text = '';
  response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  response.on('error', () => undefined);
  return { response, text: () => text };
}

async function untilSecond({ text }: { text: () => string }): Promise<void> {
  while (!text().includes('second')) await new Promise((resolve) => setTimeout(resolve, 5));
}
