import { createNode } from '../../../functions/nodes/node.ts';
import { basic, openStack, type OpenStack, project } from './openstack.ts';

describe('projects', () => {
  let stack: OpenStack;
  beforeEach(async () => {
    stack = await openStack();
  });

  const denied = { status: 403, body: { error: { type: 'HTTPForbidden' } } };

  it('are closed to a token of another project', async () => {
    const keys = await stack.someone('ann', ['member'], 'demo', 'other');
    const token = await stack.token(keys, 'demo');

    expect(await stack.call('GET', '/v1/demo/software_configs', { token })).toMatchObject({ status: 200 });
    expect(await stack.call('GET', '/v1/other/software_configs', { token })).toMatchObject(denied);
  });

  it('are closed to who has no role there, by token or by password', async () => {
    const keys = await stack.someone('ann', ['member'], 'demo');

    expect(await stack.token(keys, 'other')).toBe('');
    expect(await stack.call('GET', '/v1/other/software_configs', { headers: basic(keys) })).toMatchObject(denied);
  });

  it('do not see what others have', async () => {
    const { id, configId } = await stack.signalled();

    for (const path of [`software_configs/${configId}`, `software_deployments/${id}`])
      for (const method of ['GET', 'DELETE'])
        expect(await stack.call(method, `/v1/other/${path}`)).toMatchObject({ status: 404 });
    expect(await stack.call('PUT', `/v1/other/software_deployments/${id}`, { body: {} })).toMatchObject({
      status: 404,
    });
    for (const path of ['software_configs', 'software_deployments', 'software_deployments/metadata/srv'])
      expect(Object.values((await stack.call('GET', `/v1/other/${path}`)).body)).toEqual([[]]);
  });

  it('may deploy a config of another one where they may read it', async () => {
    const config_id = (await stack.call('POST', '/v1/other/software_configs', { body: { config: 'secret' } })).body
      .software_config.id;
    const sent = { body: { config_id, server_id: 's' } };
    const stranger = await stack.someone('ann', ['member'], 'demo');
    const friend = await stack.someone('bob', ['member'], 'demo', 'other');

    const refused = await stack.call('POST', '/v1/demo/software_deployments', { ...sent, headers: basic(stranger) });
    const taken = await stack.call('POST', '/v1/demo/software_deployments', { ...sent, headers: basic(friend) });

    expect(refused.body.error).toMatchObject({
      type: 'Invalid',
      message: `Data supplied was not valid: Config with id ${config_id} not found`,
    });
    expect(taken.status).toBe(200);
  });

  it('cannot put a config onto the machines of others', async () => {
    const keys = await stack.someone('mallory', ['member'], 'demo');
    const config_id = (await stack.heat('POST', '/software_configs', {})).body.software_config.id;
    const body = { config_id, server_id: 'victim-server', stack_user_project_id: 'victim' };

    expect(await stack.call('POST', '/v1/demo/software_deployments', { body, headers: basic(keys) })).toMatchObject({
      status: 200,
    });

    expect((await stack.call('GET', '/v1/victim/software_deployments')).body.software_deployments).toEqual([]);
    expect((await stack.call('GET', '/v1/victim/software_deployments/metadata/victim-server')).body.metadata).toEqual(
      [],
    );
  });

  it('see what is shown to them as a stack user project, until it is deleted', async () => {
    const config_id = (await stack.heat('POST', '/software_configs', { name: 'a' })).body.software_config.id;
    const body = { config_id, server_id: 's', stack_user_project_id: 'users' };
    const { id } = (await stack.heat('POST', '/software_deployments', body)).body.software_deployment;
    const seen = async () => [
      (await stack.call('GET', '/v1/users/software_deployments')).body.software_deployments.length,
      (await stack.call('GET', '/v1/users/software_deployments?server_id=other')).body.software_deployments.length,
      (await stack.call('GET', '/v1/users/software_deployments/metadata/s')).body.metadata.length,
      (await stack.call('GET', `/v1/users/software_deployments/${id}`)).status,
    ];

    expect(await seen()).toEqual([1, 0, 1, 200]);
    expect((await stack.call('PUT', `/v1/users/software_deployments/${id}`, { body: { action: 'X' } })).status).toBe(
      200,
    );
    expect((await stack.call('DELETE', `/v1/users/software_deployments/${id}`)).status).toBe(204);
    expect(await seen()).toEqual([0, 0, 0, 404]);
  });

  it('give a machine its own server and nothing else', async () => {
    const { token } = await createNode({ kind: 'heat', name: 'srv', id: 'srv', stack: project }, stack.ports);
    const { id } = await stack.signalled();
    const { id: foreign } = await stack.signalled({ server_id: 'other' });
    const config_id = (await stack.call('POST', '/v1/elsewhere/software_configs', { body: {} })).body.software_config
      .id;
    const shown = { config_id, server_id: 'srv', stack_user_project_id: project };
    await stack.call('POST', '/v1/elsewhere/software_deployments', { body: shown });
    const signal = (name: string) => `/v1/${project}/stacks/any/any/resources/${name}/signal`;

    const own = await stack.call('GET', `/v1/${project}/software_deployments/metadata/srv`, { token });

    expect(own.body.metadata).toHaveLength(1);
    for (const path of [`software_deployments/metadata/other`, `servers/other/metadata`, 'software_deployments'])
      expect((await stack.call('GET', `/v1/${project}/${path}`, { token })).status).toBe(403);
    expect((await stack.call('GET', '/v1/elsewhere/software_deployments/metadata/srv', { token })).status).toBe(403);
    expect((await stack.call('POST', signal(foreign), { token, body: {} })).status).toBe(404);
    expect((await stack.call('POST', signal(id), { token, body: {} })).status).toBe(200);
    expect(await stack.status(id)).toEqual(['COMPLETE', 'Outputs received']);
    expect((await stack.status(foreign))[0]).toBe('IN_PROGRESS');
  });

  it('are shut to nodes of other rooms', async () => {
    const { token } = await createNode({ kind: 'ssm', name: 'srv', id: 'srv' }, stack.ports);

    expect((await stack.call('GET', `/v1/${project}/servers/srv/metadata`, { token })).status).toBe(401);
  });
});
