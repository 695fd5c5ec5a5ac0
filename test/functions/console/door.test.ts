import { gunzipSync } from 'node:zlib';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import { consoleDoor } from '../../../functions/console/door.ts';
import { eventOf, openDoor, type TestDoor } from '../../door.ts';

const html = '<!doctype html><div id="console" data-settings=""></div>';
const files: Record<string, string> = { 'index.html': html, 'assets/main-ABC.js': 'run()' };

let door: TestDoor;
let handler: (event: APIGatewayProxyEventV2) => ReturnType<ReturnType<typeof consoleDoor>['handler']>;

beforeEach(async () => {
  door = await openDoor([]);
  const principals = { find: async (id: string) => (id === principal.accessKeyId ? principal : undefined) };
  const principal = { ...door.administrator, name: 'admin', arn: 'arn:aws:iam::000000000000:user/admin', policies: [] };
  handler = consoleDoor({
    files: async (name) => (Object.hasOwn(files, name) ? files[name] : undefined),
    trust: { principals, account: '000000000000', clock: door.clock },
    settings: { region: 'eu-"west', live: true, events: false },
    log: door.ports.log,
    more: { 'POST /console/break': async () => Promise.reject(new Error('a secret')) },
  }).handler;
});

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  handler(eventOf({ method, path, headers }));

describe("the console's door", () => {
  it('answers every place of the page with the page, which learns where it is', async () => {
    for (const path of ['/console/', '/console/runs/1?step=a', '/console/no/such/place']) {
      const { statusCode, headers, body } = await get(path);

      expect([statusCode, headers?.['content-type'], headers?.['cache-control']]).toEqual([
        200,
        'text/html; charset=utf-8',
        'no-cache',
      ]);
      expect(body).toBe(
        '<!doctype html><div id="console" data-settings="{&quot;region&quot;:&quot;eu-\\&quot;west&quot;,&quot;live&quot;:true,&quot;events&quot;:false}"></div>',
      );
    }
  });

  it('lets nothing run that is not its own, and nobody frame it', async () => {
    for (const path of ['/console/', '/console/assets/main-ABC.js', '/console/assets/none.js']) {
      const { headers = {} } = await get(path);

      expect(headers['content-security-policy']).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
      );
      expect([headers['x-frame-options'], headers['x-content-type-options'], headers['referrer-policy']]).toEqual([
        'DENY',
        'nosniff',
        'no-referrer',
      ]);
    }
  });

  it('serves assets for good, packed where the client unpacks', async () => {
    const plain = await get('/console/assets/main-ABC.js');
    const packed = await get('/console/assets/main-ABC.js', { 'accept-encoding': 'gzip, br' });

    expect(plain).toMatchObject({
      body: 'run()',
      headers: {
        'content-type': 'text/javascript; charset=utf-8',
        'cache-control': 'public, max-age=31536000, immutable',
      },
    });
    expect(packed.headers?.['content-encoding']).toBe('gzip');
    expect(gunzipSync(Buffer.from(packed.body ?? '', 'base64')).toString()).toBe('run()');
  });

  it('has no other files, and is moved to where its links work', async () => {
    expect((await get('/console/assets/../index.html')).statusCode).toBe(404);
    expect((await get('/console/assets/toString')).statusCode).toBe(404);
    expect(await get('/console')).toMatchObject({ statusCode: 308, headers: { location: '/console/' } });
    expect((await get('/console/', {}, 'DELETE')).statusCode).toBe(405);
  });

  it('says who signed, and nothing to who did not', async () => {
    const { accessKeyId, secretAccessKey } = door.administrator;
    const signer = new SignatureV4({
      service: 'quaymaster',
      region: 'us-east-1',
      credentials: { accessKeyId, secretAccessKey },
      sha256: Sha256,
    });
    const headers = { host: 'quaymaster.test' };
    const at = { method: 'POST', protocol: 'http:', hostname: 'quaymaster.test', path: '/console/session', headers };
    const signed = await signer.sign(at, { signingDate: new Date(door.clock.now()) });

    const answer = await handler(eventOf({ method: 'POST', path: '/console/session', headers: signed.headers }));
    const refused = await handler(
      eventOf({
        method: 'POST',
        path: '/console/session',
        headers: { ...signed.headers, 'x-amz-date': '20200101T000000Z' },
      }),
    );

    expect(JSON.parse(answer.body ?? '')).toEqual({
      arn: 'arn:aws:iam::000000000000:user/admin',
      name: 'admin',
      account: '000000000000',
      region: 'us-east-1',
    });
    expect(answer.headers?.['cache-control']).toBe('no-store');
    expect(refused.statusCode).toBe(400);
    expect((await get('/console/session', {}, 'POST')).statusCode).toBe(400);
  });

  it('tells no cause of its own faults', async () => {
    expect(await get('/console/break', {}, 'POST')).toMatchObject({
      statusCode: 500,
      body: '{"__type":"InternalFailure","message":"Internal Server Error"}',
    });
    expect(door.lines.at(-1)?.level ?? 'none').toBe('error');
  });
});
