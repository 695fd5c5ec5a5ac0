import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSession } from '../../cli/session.ts';
import { withProfile } from '../../local/credentials-file.ts';
import { openDataFolder, publish } from '../../local/data-folder.ts';
import { given } from './typed.ts';

let seen: string[] = [];
let server: Server;
let url: string;
const environment = { ...process.env };

/** Which key the session signs with, and for which region. */
async function signedBy(...args: string[]): Promise<string> {
  const session = await openSession(given('principal', 'list', ...args));
  await session.call('AmazonSSM.ListDocuments', {});
  return (
    /Credential=(\w+)\/\d+\/([\w-]+)/
      .exec(seen.at(-1) ?? '')
      ?.slice(1)
      .join(' ') ?? ''
  );
}

async function folder(at = url): Promise<string> {
  const opened = openDataFolder(mkdtempSync(join(tmpdir(), 'session-')));
  await publish(opened, {
    url: at,
    region: 'eu-west-1',
    administrator: { accessKeyId: 'ADMIN', secretAccessKey: 's' },
  });
  return opened.path;
}

describe('finding the server', () => {
  beforeAll(async () => {
    server = createServer((request, response) => {
      seen.push(request.headers.authorization ?? request.url ?? '');
      response.end('{}');
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    seen = [];
    for (const name of Object.keys(process.env)) if (/^(AWS|QUAYMASTER)_/.test(name)) delete process.env[name];
  });
  afterAll(() => {
    process.env = environment;
  });

  it('takes the one the data folder tells of, as the administrator', async () => {
    expect(await signedBy('--data', await folder())).toBe('ADMIN eu-west-1');
  });

  it('does not send the keys of another account there', async () => {
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'REAL', AWS_SECRET_ACCESS_KEY: 'real' });

    expect(await signedBy('--data', await folder())).toBe('ADMIN eu-west-1');
  });

  it('takes the one AWS_ENDPOINT_URL names, with the keys the AWS CLI would take', async () => {
    Object.assign(process.env, { AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: 'MINE', AWS_SECRET_ACCESS_KEY: 's' });

    expect(await signedBy()).toBe('MINE us-east-1');
  });

  it('takes the profile of AWS_PROFILE, and that of --profile first', async () => {
    const credentials = join(await folder(), 'credentials');
    const keys = (accessKeyId: string) => ({ accessKeyId, secretAccessKey: 's' });
    writeFileSync(credentials, withProfile(withProfile('', 'alice', keys('ALICE')), 'bob', keys('BOB')));
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: url,
      AWS_SHARED_CREDENTIALS_FILE: credentials,
      AWS_PROFILE: 'alice',
    });

    expect([await signedBy(), await signedBy('--profile', 'bob')]).toEqual(['ALICE us-east-1', 'BOB us-east-1']);
    await expect(signedBy('--profile', 'carol')).rejects.toThrow(`${credentials} has no profile carol`);
  });

  it('looks on in the data folder when its env was read but the port is another now', async () => {
    const data = await folder();
    Object.assign(process.env, { QUAYMASTER_DATA: data, AWS_ENDPOINT_URL: 'http://127.0.0.1:1' });
    process.env.AWS_SHARED_CREDENTIALS_FILE = join(data, 'credentials');

    expect(await signedBy()).toBe('ADMIN eu-west-1');
  });

  it('says in one line which file of the folder cannot be read', async () => {
    const data = mkdtempSync(join(tmpdir(), 'session-'));
    mkdirSync(join(data, 'env'));

    await expect(signedBy('--data', data)).rejects.toMatchObject({
      name: 'CommandFailure',
      message: expect.stringMatching(`^cannot read ${data}/env: EISDIR: `),
    });
  });

  it('says in one line that a file is no folder', async () => {
    const data = join(await folder(), 'env');

    await expect(signedBy('--data', data)).rejects.toMatchObject({
      name: 'CommandFailure',
      message: `${data} is not a folder`,
    });
  });

  it('says in one line that the credentials cannot be read', async () => {
    Object.assign(process.env, { AWS_ENDPOINT_URL: url, AWS_SHARED_CREDENTIALS_FILE: tmpdir() });

    await expect(signedBy()).rejects.toMatchObject({
      name: 'CommandFailure',
      message: expect.stringMatching(`^cannot read ${tmpdir()}: EISDIR: `),
    });
  });

  it('goes nowhere else when a foreign endpoint is silent', async () => {
    Object.assign(process.env, { AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_SHARED_CREDENTIALS_FILE: '/elsewhere' });

    await expect(signedBy()).rejects.toThrow('nothing answers at http://127.0.0.1:1 (AWS_ENDPOINT_URL)');
  });
});
