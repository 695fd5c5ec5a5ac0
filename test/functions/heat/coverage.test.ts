import { heat } from '../../../functions/heat/index.ts';
import { openStack, project, type OpenStack } from './openstack.ts';

const operations = Object.entries(heat.contract.operations);

describe('the contract of Heat', () => {
  let stack: OpenStack;
  beforeAll(async () => {
    stack = await openStack();
  });

  const fill = (path: string) =>
    path.replace('{project}', project).replace(/\{(\w+)\}/g, '00000000-0000-4000-8000-00000000ffff');

  it('has an action for each operation, and no other', () => {
    expect(Object.keys(heat.actions).sort()).toEqual(operations.map(([name]) => name).sort());
  });

  it.each(operations)('names types and errors that are there: %s', (_name, { input, output, errors }) => {
    for (const type of [input, output]) if (type !== undefined) expect(heat.contract.types).toHaveProperty(type);
    for (const error of errors) expect(heat.contract.errors).toHaveProperty(error);
  });

  const signed = operations.filter(([, { allows }]) => allows === 'signature');
  const others = operations.filter(([, { allows }]) => allows !== 'signature');

  it.each(others)('lets nobody in without a token: %s', async (_name, { method, path }) => {
    for (const token of [null, 'wrong', 'a.b', ''])
      expect(await stack.call(method, fill(path), { token, body: {} })).toMatchObject({
        status: 401,
        body: { error: { code: 401, title: 'Unauthorized' } },
        headers: { 'www-authenticate': 'Keystone uri="http://quaymaster.test/identity/v3"' },
      });
  });

  it.each(signed)('takes no token for a signature: %s', async (_name, { method, path }) => {
    expect(await stack.call(method, fill(path), { body: {} })).toMatchObject({
      status: 403,
      body: { error: { type: 'HTTPForbidden' } },
    });
  });

  it.each(others)('needs one of its roles: %s', async (name, { method, path, allows }) => {
    for (const role of ['reader', 'member', 'heat_stack_user', 'admin'] as const) {
      const scope = `${name.replace(':', '-')}-${role}`;
      const token = await stack.token(await stack.someone(scope, [role], scope), scope);

      const { status, body } = await stack.call(method, fill(path).replace(project, scope), { token, body: {} });

      if (allows.includes(role)) expect(status).not.toBe(403);
      else expect([status, body.error.message]).toEqual([403, `You are not authorized to use ${name}.`]);
    }
  });

  it('shows the members of its types, and no other', async () => {
    const { id, configId } = await stack.signalled();
    await stack.heat('PUT', `/software_deployments/${id}`, {});
    const { types } = heat.contract;
    const config = (await stack.heat('GET', `/software_configs/${configId}`)).body.software_config;
    const deployment = (await stack.heat('GET', `/software_deployments/${id}`)).body.software_deployment;

    expect(Object.keys(config).sort()).toEqual(Object.keys(types.SoftwareConfig ?? {}).sort());
    expect(Object.keys(deployment).sort()).toEqual(Object.keys(types.SoftwareDeployment ?? {}).sort());
  });

  it('writes no URL, token, signature or body into the log', async () => {
    const { url } = await stack.signalled({ input_values: { password: 'hunter2' } });
    await stack.call('PUT', url, { token: null, body: { deploy_stdout: 'hunter2' } });

    const log = JSON.stringify(stack.lines);

    expect(log).toContain('heat:signals:receive');
    for (const secret of [
      'hunter2',
      'operator-token',
      'signature=',
      new URL(url, 'http://x').searchParams.get('signature'),
    ])
      expect(log).not.toContain(secret);
  });
});
