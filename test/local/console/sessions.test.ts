import type { Principal } from '../../../functions/api/principal.ts';
import { linkForCaller, signInByLink } from '../../../local/console/sign-in.ts';
import { openSessions, type Sessions } from '../../../local/console/sessions.ts';
import { fakeClock, type FakeClock } from '../../clock.ts';
import { countingIds, eventOf, type Keys } from '../../door.ts';
import { signedEvent } from '../../signed.ts';

const admin: Principal = {
  name: 'admin',
  arn: 'arn:aws:iam::000000000000:user/admin',
  policies: [{}],
  accessKeyId: 'AKIA',
  secretAccessKey: 's',
};
let there: Principal | undefined;
let clock: FakeClock;
let sessions: Sessions;

beforeEach(() => {
  there = admin;
  clock = fakeClock();
  const principals = { find: async (id: string) => (id === 'AKIA' ? there : undefined) };
  sessions = openSessions({ principals, clock, ids: countingIds() });
});

const minutes = (count: number) => clock.advance(count * 60_000);

describe('signing in by link', () => {
  it('gives keys of the owner, once', async () => {
    const token = sessions.link('AKIA');

    const keys = sessions.exchange(token);

    const found = await sessions.principals.find(keys?.accessKeyId ?? '');
    expect(found).toEqual({ ...admin, accessKeyId: keys?.accessKeyId, secretAccessKey: keys?.secretAccessKey });
    expect(await sessions.principals.find(keys?.accessKeyId ?? '')).toBe(found);
    expect(keys?.secretAccessKey).not.toBe('s');
    expect(sessions.exchange(token)).toBeUndefined();
    expect(await sessions.principals.find('AKIA')).toBe(admin);
  });

  it('takes no link that is too old or was never one', async () => {
    const token = sessions.link('AKIA');
    minutes(10);

    expect(sessions.exchange(token)).toBeUndefined();
    expect(sessions.exchange('')).toBeUndefined();
  });

  it('ends after a working day, and with its owner', async () => {
    const [one = '', other = ''] = [1, 2].map(() => sessions.exchange(sessions.link('AKIA'))?.accessKeyId);

    minutes(8 * 60 - 1);
    expect(await sessions.principals.find(one)).toBeDefined();
    minutes(1);
    expect(await sessions.principals.find(one)).toBeUndefined();

    there = undefined;
    expect(await sessions.principals.find(other)).toBeUndefined();
  });

  it('keeps as many as it may, the newest', () => {
    const first = sessions.link('AKIA');
    const others = Array.from({ length: 100 }, () => sessions.link('AKIA'));

    expect(sessions.exchange(first)).toBeUndefined();
    expect(sessions.exchange(others[0] ?? '')).toBeDefined();
  });
});

describe('the path that takes links', () => {
  const json = { 'content-type': 'application/json', host: '127.0.0.1:4500', 'x-forwarded-proto': 'http' };
  const ask = (
    headers: Record<string, string>,
    sourceIp = '127.0.0.1',
    body = `{"token":"${sessions.link('AKIA')}"}`,
  ) => {
    const event = eventOf({ method: 'POST', path: '/console/link', headers, body });
    event.requestContext.http.sourceIp = sourceIp;
    return signInByLink(event, sessions);
  };

  it('answers a page of this server on this machine, and no cache keeps it', async () => {
    const answer = await ask({ ...json, origin: 'http://127.0.0.1:4500' });

    expect(answer).toMatchObject({ statusCode: 200, headers: { 'cache-control': 'no-store' } });
    expect(Object.keys(JSON.parse(answer.body ?? '') as object)).toEqual(['accessKeyId', 'secretAccessKey', 'expires']);
    expect((await ask({ ...json, host: '[::1]:4500' }, '::1')).statusCode).toBe(200);
  });

  it.each([
    ['another machine', json, '10.0.0.7'],
    ['a name that leads here', { ...json, host: 'evil.example' }, '127.0.0.1'],
    ['another site', { ...json, origin: 'http://evil.example' }, '127.0.0.1'],
    ['another port of this machine', { ...json, origin: 'http://127.0.0.1:8080' }, '127.0.0.1'],
    ['a form', { ...json, 'content-type': 'text/plain' }, '127.0.0.1'],
  ])('refuses %s, and the link stays good', async (_who, headers, ip) => {
    const body = `{"token":"${sessions.link('AKIA')}"}`;

    expect((await ask(headers, ip, body)).statusCode).toBe(403);
    expect((await ask(json, '127.0.0.1', body)).statusCode).toBe(200);
  });

  it('refuses what is no token', async () => {
    for (const body of ['', '{', '{"token":1}', '[]', 'null'])
      expect((await ask(json, '127.0.0.1', body)).statusCode).toBe(403);
  });
});

describe('the path that makes links', () => {
  const signatures = () => ({ principals: sessions.principals, account: '000000000000', clock });

  /** Asks for one with a key. */
  const ask = async (keys: Keys) =>
    linkForCaller(signedEvent({ keys, service: 'quaymaster', path: '/console/links' }), sessions, signatures());

  it('makes one for whoever signed, which signs them in', async () => {
    const answer = await ask(admin);

    const { link } = JSON.parse(answer.body ?? '') as { link: string };
    expect(answer).toMatchObject({ statusCode: 200, headers: { 'cache-control': 'no-store' } });
    expect(link).toMatch(/^\/console\/#link=[\w-]+$/);
    expect(sessions.exchange(link.split('=').at(-1) ?? '')).toMatchObject({ secretAccessKey: expect.any(String) });
  });

  it('makes none for who does not sign, nor for the keys of a sign-in, which would never end', async () => {
    const keys = sessions.exchange(sessions.link('AKIA'));

    await expect(ask({ ...admin, secretAccessKey: 'wrong' })).rejects.toMatchObject({
      code: 'InvalidSignatureException',
    });
    expect(await ask(keys ?? admin)).toMatchObject({ statusCode: 403 });
  });
});
