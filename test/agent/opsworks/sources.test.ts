import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { opsworksAssignment } from '../../../agent/opsworks/assignment.ts';
import { placeOf } from '../../../agent/opsworks/fetch-archive.ts';
import { secretsOf } from '../../../agent/opsworks/order.ts';
import { openShop, type Shop } from './shop.ts';

let shop: Shop;
let server: Server;
let origin: string;
let asked: { url: string | undefined; headers: IncomingHttpHeaders }[];

beforeEach(async () => {
  shop = openShop();
  asked = [];
  mkdirSync(join(shop.folder, 'app-1.0/static'), { recursive: true });
  writeFileSync(join(shop.folder, 'app-1.0/page.txt'), 'packed');
  writeFileSync(join(shop.folder, 'app-1.0/static/x'), 'x');
  server = createServer(({ url, headers }, answer) => {
    asked.push({ url, headers });
    const name = url?.split('?')[0]?.split('/').at(-1) ?? '';
    if (!/^[\w.]+$/.test(name) || name === 'none') answer.writeHead(404).end();
    else answer.end(readFileSync(join(shop.folder, name)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
  shop.close();
});

const pack = (program: string, ...args: string[]) => execFileSync(program, args, { cwd: shop.folder });

describe('an archive', () => {
  it('is fetched with its password and unpacked, without the folder around everything', async () => {
    pack('tar', '-czf', 'app.tgz', 'app-1.0');
    const source = { type: 'archive', url: `${origin}/app.tgz?token=hidden`, username: 'ann', password: 'word' };

    const { code, log } = await shop.run('deploy', {}, { source });
    expect(code).toBe(0);
    expect([shop.current('page.txt'), shop.current('static/x')]).toEqual(['packed', 'x']);
    expect(asked[0]?.headers.authorization).toBe(`Basic ${Buffer.from('ann:word').toString('base64')}`);
    expect(log).not.toMatch(/hidden|word/);
  });

  it('may be a zip, and may have its files at the top', async () => {
    execFileSync(
      'python3',
      [
        '-c',
        'import zipfile; z = zipfile.ZipFile("app.zip", "w"); z.write("app-1.0/page.txt", "page.txt"); z.writestr("b", "b")',
      ],
      {
        cwd: shop.folder,
      },
    );

    expect((await shop.run('deploy', {}, { source: { type: 'archive', url: `${origin}/app.zip` } })).code).toBe(0);
    expect([shop.current('page.txt'), shop.current('b')]).toEqual(['packed', 'b']);
  });

  it('that is not there, or is none, leaves alone what runs', async () => {
    writeFileSync(join(shop.folder, 'bad.tgz'), 'no archive');

    expect(await shop.run('deploy', {}, { source: { type: 'archive', url: `${origin}/none` } })).toMatchObject({
      code: 1,
      log: expect.stringContaining(`== failed: ${origin}/none answers 404\n`) as string,
    });
    expect((await shop.run('deploy', {}, { source: { type: 'archive', url: `${origin}/bad.tgz` } })).code).not.toBe(0);
    expect(shop.releases()).toEqual([]);
  });

  it('cannot write outside of its folder', async () => {
    execFileSync(
      'python3',
      [
        '-c',
        'import tarfile, io\nt = tarfile.open("evil.tar", "w")\nfor n in ("../../../evil", "/tmp/quaymaster-evil", "ok"):\n  i = tarfile.TarInfo(n); i.size = 1; t.addfile(i, io.BytesIO(b"x"))\nt.close()',
      ],
      { cwd: shop.folder },
    );
    const { code } = await shop.run('deploy', {}, { source: { type: 'archive', url: `${origin}/evil.tar` } });

    expect(code).not.toBe(0);
    expect(() => readFileSync('/tmp/quaymaster-evil')).toThrow('ENOENT');
    expect(() => readFileSync(shop.path('../evil'))).toThrow('ENOENT');
  });
});

describe('an object of S3', () => {
  it('is fetched under the access key of its source', async () => {
    pack('tar', '-cf', 'app.tar', 'app-1.0');
    const source = { type: 's3', url: `${origin}/bucket/apps/app.tar`, username: 'AKIAEXAMPLE', password: 'secret' };

    expect((await shop.run('deploy', {}, { source })).code).toBe(0);
    expect(shop.current('page.txt')).toBe('packed');
    expect(asked[0]?.url).toBe('/bucket/apps/app.tar?x-id=GetObject');
    expect(asked[0]?.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE\/\d{8}\/us-east-1\/s3\/aws4_request/,
    );
  });

  it.each([
    [
      's3://bucket/a/b.zip',
      { bucket: 'bucket', key: 'a/b.zip', region: 'us-east-1', address: 'https://bucket.s3.amazonaws.com/a/b.zip' },
    ],
    [
      'https://s3.amazonaws.com/bucket/a%20b',
      { bucket: 'bucket', key: 'a b', region: 'us-east-1', address: 'https://s3.amazonaws.com/bucket/a%20b' },
    ],
    [
      'https://s3-eu-west-1.amazonaws.com/bucket/a',
      { bucket: 'bucket', key: 'a', region: 'eu-west-1', address: 'https://s3-eu-west-1.amazonaws.com/bucket/a' },
    ],
    [
      'https://my.bucket.s3.eu-west-1.amazonaws.com/a/b',
      {
        bucket: 'my.bucket',
        key: 'a/b',
        region: 'eu-west-1',
        address: 'https://my.bucket.s3.eu-west-1.amazonaws.com/a/b',
      },
    ],
    [
      'http://127.0.0.1:4500/bucket/a',
      {
        bucket: 'bucket',
        key: 'a',
        region: 'us-east-1',
        address: 'http://127.0.0.1:4500/bucket/a',
        endpoint: 'http://127.0.0.1:4500',
      },
    ],
  ])('may be written %s', (url, place) => {
    expect(placeOf(url)).toEqual(place);
  });
});

describe('the secrets of an order', () => {
  it('go to the program on its standard input and are masked in what it prints', () => {
    const app = {
      ...{ shortname: 'shop', name: 'Shop', type: 'other', attributes: {}, domains: [] },
      source: { type: 'git', url: 'https://x', username: 'u', password: 'pass-word', sshKey: 'KEY' },
      environment: [
        { key: 'A', value: 'open', secure: false },
        { key: 'B', value: 'closed', secure: true },
      ],
      ssl: { certificate: 'CERT', privateKey: 'PRIVATE' },
    };
    const order = {
      ...{
        command: { name: 'deploy', args: {} },
        stack: { id: 's', name: 's', region: 'r' },
        instance: { id: 'i', hostname: 'h' },
      },
      ...{ layers: [], recipes: [], json: {}, apps: [app], cookbooks: { type: 'git', password: 'other' } },
    };
    const basic = Buffer.from('u:pass-word').toString('base64');
    expect(secretsOf(order)).toEqual([
      'pass-word',
      basic,
      'KEY',
      'other',
      Buffer.from(':other').toString('base64'),
      'closed',
      'PRIVATE',
    ]);

    const entry = {
      id: 'x',
      origin: 'nodes',
      kind: 'opsworks',
      payload: order,
      timeoutSeconds: 9,
      state: 'received',
    } as const;
    const folder = join(shop.folder, 'commands/x.1');
    const around = { root: '/srv/www', environment: { PATH: '/bin' } };
    const rest = { attempt: 1, isCancelled: false, logged: 0, pieces: 0 };
    const { argv, env, input, secrets } = opsworksAssignment({ ...entry, ...rest }, folder, around);
    expect([argv.slice(1).join(), env]).toEqual([expect.stringMatching(/main\.ts$/), { PATH: '/bin' }]);
    expect(JSON.parse(input ?? '')).toEqual({ order, root: '/srv/www' });
    expect(secrets).toContain('closed');
  });
});
