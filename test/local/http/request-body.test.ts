import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import type { IncomingMessage } from 'node:http';
import { type Body, bodyReader } from '../../../local/http/request-body.ts';

const megabytes = (count: number): Buffer => Buffer.alloc(count * 1024 ** 2);
const request = () => new PassThrough({ highWaterMark: 2 ** 30 });
const bodyOf = async (stream: PassThrough, read: ReturnType<typeof bodyReader>): Promise<Body> => {
  const { promise, resolve } = Promise.withResolvers<Body>();
  read(stream as unknown as IncomingMessage, resolve);
  return promise;
};

describe('a reader of bodies', () => {
  it('gives a body whole', async () => {
    const stream = request();
    const body = bodyOf(
      stream,
      bodyReader(() => 10),
    );

    stream.write('hello');
    stream.end(' you');

    expect(String(await body)).toBe('hello you');
  });

  it('gives up what is longer than it may be', async () => {
    const stream = request();
    const body = bodyOf(
      stream,
      bodyReader(() => 10),
    );

    stream.end('hello to you all');

    expect(await body).toBe('too long');
  });

  it('holds long bodies within one budget, and takes more once some are gone', async () => {
    const read = bodyReader(() => 2 ** 30);
    const first = request();
    const closed = once(first, 'close');
    const held = bodyOf(first, read);
    first.write(megabytes(200));
    await new Promise(setImmediate);
    const second = request();
    const refused = bodyOf(second, read);
    second.end(megabytes(100));

    expect(await refused).toBe('busy');
    first.end();
    expect((await held).length).toBe(209_715_200);
    first.destroy();
    await closed;
    const third = request();
    const taken = bodyOf(third, read);
    third.end(megabytes(100));
    expect((await taken).length).toBe(104_857_600);
  });
});
