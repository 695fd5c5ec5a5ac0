import { createNode } from '../../../../functions/nodes/node.ts';
import type { JsonObject } from '../../../../functions/ports/json.ts';
import { openStack, type OpenStack, operatorToken, project } from '../openstack.ts';

describe('tokens', () => {
  let stack: OpenStack;
  beforeEach(async () => {
    stack = await openStack();
  });

  const ask = (identity: JsonObject, scope: JsonObject = { project: { id: project } }) =>
    stack.call('POST', '/identity/v3/auth/tokens', { token: null, body: { auth: { identity, scope } } });
  const password = (user: JsonObject) => ({ methods: ['password'], password: { user } });
  const configs = (token: string) => stack.call('GET', `/v1/${project}/software_configs`, { token });

  it('are given for a name and a secret key, by id, by name and as an application credential', async () => {
    const { accessKeyId: id, secretAccessKey: secret } = await stack.someone('ann', ['reader', 'member'], project);
    const application_credential = { id, secret };

    for (const identity of [
      password({ id, password: secret }),
      password({ name: 'ann', domain: { id: 'default' }, password: secret }),
      { methods: ['application_credential'], application_credential },
    ]) {
      const { status, body, headers } = await ask(identity);
      expect(status).toBe(201);
      expect(body.token.roles.map(({ name }) => name)).toEqual(['reader', 'member']);
      expect(body.token).toMatchObject({
        project: { id: project, name: project },
        expires_at: '2026-01-01T01:00:00.000Z',
        catalog: [
          { type: 'identity' },
          {
            type: 'orchestration',
            endpoints: [{ interface: 'public', url: `http://quaymaster.test/v1/${project}` }, {}, {}],
          },
          { type: 'object-store' },
        ],
      });
      expect((await configs(headers['x-subject-token'] ?? '')).status).toBe(200);
    }
  });

  it('are refused for a wrong secret, an unknown name, an unknown method and a project without a role', async () => {
    const { accessKeyId: id, secretAccessKey: secret } = await stack.someone('ann', ['reader'], project);

    for (const [identity, scope] of [
      [password({ id, password: `${secret}x` })],
      [password({ id, password: '' })],
      [password({ id: 'nobody', password: '' })],
      [password({ id: 'nobody', password: secret })],
      [{ methods: ['totp'], totp: {} }],
      [{ methods: ['token'], token: { id: 'wrong' } }],
      [password({ id, password: secret }), { project: { name: 'other' } }],
    ] as const)
      expect((await ask(identity as never, scope)).status).toBe(401);
    expect((await stack.call('POST', '/identity/v3/auth/tokens', { body: {} })).status).toBe(400);
    expect((await ask({})).status).toBe(400);
  });

  it('end after an hour, and those made from them too', async () => {
    const token = await stack.token(await stack.someone('ann', ['reader'], project), project);
    stack.clock.advance(3_599_000);
    const second = await ask({ methods: ['token'], token: { id: token } });
    const later = second.headers['x-subject-token'] ?? '';
    expect([(await configs(token)).status, (await configs(later)).status]).toEqual([200, 200]);

    stack.clock.advance(1000);

    expect([(await configs(token)).status, (await configs(later)).status]).toEqual([401, 401]);
  });

  it('die with their principal', async () => {
    const token = await stack.token(await stack.someone('ann', ['reader'], project), project);
    const { ports } = stack;
    const { items } = await ports.store.list<{ Name: string; AccessKeyId: string }>({ partition: 'principals' });
    const { AccessKeyId = '' } = items.find(({ value }) => value.Name === 'ann')?.value ?? {};

    await ports.store.write([{ remove: { partition: `access-key#${AccessKeyId}`, sort: 'principal' }, expect: 1 }]);
    stack.clock.advance(10_000);

    expect((await configs(token)).status).toBe(401);
  });

  it('can be shown and revoked by whoever has them, and by nobody else', async () => {
    const token = await stack.token(await stack.someone('ann', ['reader'], project), project);
    const other = await stack.token(await stack.someone('bob', ['reader'], project), project);
    const own = (method: string, by: string) =>
      stack.call(method, '/identity/v3/auth/tokens', { token: by, headers: { 'x-subject-token': token } });

    expect((await own('GET', other)).status).toBe(404);
    expect((await own('DELETE', other)).status).toBe(404);
    expect(await own('GET', token)).toMatchObject({ status: 200, body: { token: { project: { id: project } } } });
    expect((await own('DELETE', token)).status).toBe(204);
    expect((await configs(token)).status).toBe(401);
  });

  it('are nowhere in the records', async () => {
    const token = await stack.token(await stack.someone('ann', ['reader'], project), project);

    const rows = stack.database.prepare('SELECT * FROM records').all();

    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(JSON.stringify(rows)).not.toContain(operatorToken);
  });

  it('are given to a machine for its node token, and to a deployment’s user until its time is up', async () => {
    const { token } = await createNode({ kind: 'heat', name: 'srv', id: 'srv', stack: project }, stack.ports);
    const machine = await ask(password({ id: 'srv', password: token }));
    expect(machine.body.token.roles).toEqual([{ id: 'heat_stack_user', name: 'heat_stack_user' }]);
    expect((await ask(password({ id: 'other', password: token }))).status).toBe(401);

    const { configId } = await stack.signalled({ signal_transport: 'HEAT_SIGNAL', timeout: 600 });
    const { inputs } = (await stack.heat('GET', `/software_configs/${configId}`)).body.software_config;
    const value = (name: string) => inputs.find((input) => input.name === name)?.value as string;
    const user = password({ id: value('deploy_user_id'), password: value('deploy_password') });
    expect((await ask(user)).body.token.expires_at).toBe('2026-01-01T00:10:00.000Z');
    stack.clock.advance(600_000);
    expect((await ask(user)).status).toBe(401);
  });

  it('are given to the user that a deployment has when it is run again, and to none of a deployment that is gone', async () => {
    const { id, configId } = await stack.signalled({ signal_transport: 'HEAT_SIGNAL' });
    const userOf = async (config: string) => {
      const { inputs } = (await stack.heat('GET', `/software_configs/${config}`)).body.software_config;
      const value = (name: string) => inputs.find((input) => input.name === name)?.value as string;
      return password({ id: value('deploy_user_id'), password: value('deploy_password') });
    };
    const former = await userOf(configId);

    const again = await stack.heat('PUT', `/software_deployments/${id}`, { signal_transport: 'HEAT_SIGNAL' });

    const user = await userOf(again.body.software_deployment.config_id);
    expect([(await ask(former)).status, (await ask(user)).status]).toEqual([401, 201]);
    await stack.heat('DELETE', `/software_deployments/${id}`);
    expect((await ask(user)).status).toBe(401);
  });

  it('are found through documents of versions', async () => {
    const { status, body } = await stack.call('GET', '/identity', { token: null });
    expect([status, body]).toMatchObject([300, { versions: { values: [{ id: 'v3.14' }] } }]);
    expect(await stack.call('GET', '/identity/v3', { token: null })).toMatchObject({
      status: 200,
      body: { version: { links: [{ href: 'http://quaymaster.test/identity/v3/' }] } },
    });
    expect((await stack.call('GET', '/', { token: null })).body).toMatchObject({
      versions: [{ id: 'v1.0', links: [{ href: 'http://quaymaster.test/v1/' }] }],
    });
    expect((await stack.call('GET', '/identity/v3/users')).status).toBe(404);
  });
});
