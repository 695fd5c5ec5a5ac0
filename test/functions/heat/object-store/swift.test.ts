import { createHmac } from 'node:crypto';
import { basic, base, openStack, type OpenStack, project } from '../openstack.ts';

describe('the object store', () => {
  let stack: OpenStack;
  const account = `/v1/AUTH_${project}`;
  const key = 'a-key-for-temporary-urls';
  beforeEach(async () => {
    stack = await openStack();
    await stack.call('PUT', `${account}/dep-1`);
    await stack.call('POST', account, { headers: { 'x-account-meta-temp-url-key': key } });
  });

  interface Signing {
    path?: string;
    expires?: number;
    digest?: string;
    by?: string;
  }
  function tempUrl({
    path = `${account}/dep-1/object`,
    expires = 1_767_229_200,
    digest = 'sha256',
    by = key,
  }: Signing = {}) {
    const signature = createHmac(digest, by)
      .update(`PUT\n${expires}\n${decodeURIComponent(path)}`)
      .digest('hex');
    return `${path}?temp_url_sig=${signature}&temp_url_expires=${expires}`;
  }
  const put = (url: string, body: object) => stack.call('PUT', url, { token: null, body: body as never });

  it('lets a machine signal as clients of Heat arrange it: by a temporary URL in the config', async () => {
    await stack.call('PUT', `${account}/dep-1/object`, { raw: '' });
    const inputs = [
      { name: 'deploy_signal_transport', value: 'TEMP_URL_SIGNAL' },
      { name: 'deploy_signal_id', value: `${base}${tempUrl()}` },
    ];
    const made = await stack.heat('POST', '/software_configs', { name: 'dep', inputs });
    const config_id = made.body.software_config.id;
    const deployed = await stack.heat('POST', '/software_deployments', {
      config_id,
      server_id: 's',
      status: 'IN_PROGRESS',
    });
    const { id } = deployed.body.software_deployment;

    expect((await put(tempUrl(), { deploy_status_code: 3 })).status).toBe(201);

    expect(await stack.status(id)).toEqual([
      'FAILED',
      'deploy_status_code : Deployment exited with non-zero status code: 3',
    ]);
    expect((await stack.call('GET', `${account}/dep-1/object`)).body).toEqual({ deploy_status_code: 3 });
    await stack.heat('DELETE', `/software_deployments/${id}`);
    expect((await put(tempUrl(), {})).status).toBe(201);
  });

  it.each(['sha1', 'sha256', 'sha512'])('takes URLs signed with %s', async (digest) => {
    expect((await put(tempUrl({ digest }), {})).status).toBe(201);
  });

  it('refuses URLs that are old, tampered with or signed with another key', async () => {
    for (const url of [
      tempUrl({ expires: 1_767_225_600 }),
      tempUrl({ by: 'other' }),
      tempUrl().replace('/object?', '/other?'),
      tempUrl().replace('expires=1767229200', 'expires=9999999999'),
      tempUrl().replace(/temp_url_sig=../, 'temp_url_sig=zz'),
      tempUrl().replace(/temp_url_sig=\w+/, 'temp_url_sig='),
    ])
      expect((await put(url, {})).status).toBe(401);
    expect((await stack.call('GET', tempUrl(), { token: null })).status).toBe(401);
    expect((await stack.call('GET', `${account}/dep-1/object`)).status).toBe(404);
  });

  it('keeps accounts apart', async () => {
    const keys = await stack.someone('ann', ['member'], 'other');

    expect((await stack.call('PUT', `${account}/dep-1/x`, { headers: basic(keys), raw: '1' })).status).toBe(403);
    expect((await stack.call('HEAD', account, { headers: basic(keys) })).status).toBe(403);
    expect((await stack.call('HEAD', '/v1/AUTH_other', { headers: basic(keys) })).headers).not.toHaveProperty(
      'x-account-meta-temp-url-key',
    );
  });

  it('has containers and objects as Swift does', async () => {
    const at = (method: string, path: string, raw?: string) =>
      stack.call(method, `${account}${path}`, raw === undefined ? {} : { raw });

    expect((await at('HEAD', '')).headers).toMatchObject({ 'x-account-meta-temp-url-key': key });
    expect([(await at('PUT', '/new')).status, (await at('PUT', '/new')).status]).toEqual([201, 202]);
    expect((await at('PUT', '/absent/x', '1')).status).toBe(404);
    expect((await at('PUT', `/new/${'x'.repeat(1100)}`, '1')).status).toBe(404);
    expect((await at('PUT', '/new/a%20b/c', 'bytes')).headers).toMatchObject({ etag: '' });
    expect((await at('GET', '/new/a%20b/c')).body).toBe('bytes');
    expect((await at('DELETE', '/new/a%20b/c')).status).toBe(204);
    expect((await at('GET', '/new/a%20b/c')).status).toBe(404);
    expect([(await at('DELETE', '/new')).status, (await at('HEAD', '/new')).status]).toEqual([204, 404]);
    expect((await stack.call('HEAD', account, { token: null })).status).toBe(401);
  });
});
