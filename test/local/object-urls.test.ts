import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { oneOf } from '../../functions/api/doors.ts';
import { fileObjects } from '../../local/file-objects.ts';
import { signedObjectUrls } from '../../local/object-urls.ts';
import { fakeClock } from '../clock.ts';

const other = async () => ({ statusCode: 418 });

describe('the URLs of objects', () => {
  const open = async () => {
    const folder = mkdtempSync(join(tmpdir(), 'urls-'));
    const clock = fakeClock();
    const urls = signedObjectUrls(clock);
    urls.base = 'http://127.0.0.1:4500';
    const objects = fileObjects(folder, clock, urls);
    await objects.put('bucket', 'a b', new Uint8Array([0, 255]));
    const handler = oneOf([urls.door(objects)], other);
    const get = (url: string, method = 'GET') => {
      const { pathname: rawPath, search } = new URL(url);
      const event = { rawPath, rawQueryString: search.slice(1), requestContext: { http: { method } } };
      return handler(event as APIGatewayProxyEventV2);
    };
    return { clock, objects, get, close: () => rmSync(folder, { recursive: true }) };
  };

  it('get the bytes, as nothing that a browser would run', async () => {
    const { objects, get, close } = await open();

    const url = await objects.url('bucket', 'a b', 60);
    const answer = await get(url);

    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:4500\/objects\?object=\S+&signature=\S+$/);
    expect(answer).toEqual({
      statusCode: 200,
      headers: {
        'content-type': 'application/octet-stream',
        'content-disposition': 'attachment',
        'x-content-type-options': 'nosniff',
      },
      body: 'AP8=',
      isBase64Encoded: true,
    });
    close();
  });

  it('are good for their time, as they were signed', async () => {
    const { clock, objects, get, close } = await open();
    const url = await objects.url('bucket', 'a b', 60);
    const { searchParams } = new URL(url);
    const forged = Buffer.from('["bucket","other",99999999999]').toString('base64url');

    const answers = [
      await get(url.replace(/object=[^&]+/, `object=${forged}`)),
      await get(`${url}x`),
      await get(`http://127.0.0.1:4500/objects?object=${searchParams.get('object')}`),
      await get(await objects.url('bucket', 'none', 60)),
    ];
    clock.advance(61_000);
    answers.push(await get(url));

    expect(answers.map(({ statusCode }) => statusCode)).toEqual([403, 403, 403, 404, 403]);
    close();
  });

  it('leave everything else to the handler', async () => {
    const { get, close } = await open();

    expect(await get('http://127.0.0.1:4500/objects', 'POST')).toEqual({ statusCode: 418 });
    expect(await get('http://127.0.0.1:4500/health')).toEqual({ statusCode: 418 });
    close();
  });
});
