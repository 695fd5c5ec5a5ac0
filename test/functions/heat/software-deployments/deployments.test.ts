import type { JsonObject } from '../../../../functions/ports/json.ts';
import { openStack, type OpenStack } from '../openstack.ts';

describe('a software deployment', () => {
  let stack: OpenStack;
  beforeEach(async () => {
    stack = await openStack();
  });

  const config = async (members: JsonObject = { name: 'a' }) =>
    (await stack.heat('POST', '/software_configs', members)).body.software_config.id;
  const create = (members: JsonObject) => stack.heat('POST', '/software_deployments', { server_id: 's', ...members });
  const shown = async (id: string) => (await stack.heat('GET', `/software_deployments/${id}`)).body.software_deployment;
  const inputsOf = async (configId: string) =>
    (await stack.heat('GET', `/software_configs/${configId}`)).body.software_config.inputs;

  it('gets a config of its own where a transport is named: the form that clients of Heat derive', async () => {
    const config_id = await config({
      name: 'source',
      group: 'script',
      config: '#!/bin/sh',
      inputs: [
        { name: 'who', default: 'world' },
        { name: 'loud', type: 'Boolean', default: 'true' },
      ],
      outputs: [{ name: 'result' }],
    });

    const { body } = await create({
      config_id,
      name: 'dep',
      input_values: { who: 'ada', extra: '1' },
      signal_transport: 'NO_SIGNAL',
    });

    const { software_deployment: made } = body;
    expect(made).toMatchObject({
      action: 'CREATE',
      status: 'COMPLETE',
      status_reason: 'Not waiting for outputs signal',
    });
    const { software_config: derived } = (await stack.heat('GET', `/software_configs/${made.config_id}`)).body;
    expect(derived).toMatchObject({
      name: 'dep',
      group: 'script',
      config: '#!/bin/sh',
      outputs: [{ name: 'result', type: 'String', error_output: false }],
    });
    expect(derived.inputs.map(({ name, value }) => [name, value])).toEqual([
      ['who', 'ada'],
      ['loud', true],
      ['extra', '1'],
      ['deploy_server_id', 's'],
      ['deploy_action', 'CREATE'],
      ['deploy_signal_transport', 'NO_SIGNAL'],
      ['deploy_stack_id', `dep/${made.id}`],
      ['deploy_resource_name', made.id],
    ]);
    expect(derived.inputs.every(({ type }, at) => at === 1 || type === 'String')).toBe(true);
  });

  it('is signalled by PUT, which agents repeat, and by a week’s end', async () => {
    const { id, configId } = await stack.signalled();
    const inputs = await inputsOf(configId);

    expect(inputs.find(({ name }) => name === 'deploy_signal_verb')).toMatchObject({ value: 'PUT' });
    expect(inputs.find(({ name }) => name === 'deploy_signal_id')?.value).toMatch(
      new RegExp(`^http://quaymaster.test/v1/demo/signals/${id}\\?expires=1767830400&signature=[\\w-]{43}$`),
    );
  });

  it('leads machines to where they reach the server', async () => {
    stack = await openStack({ settings: { publicUrl: 'https://deploy.example:8443' } });
    const { configId } = await stack.signalled();

    const url = (await inputsOf(configId)).find(({ name }) => name === 'deploy_signal_id')?.value;

    expect(url).toMatch(/^https:\/\/deploy\.example:8443\/v1\/demo\/signals\//);
  });

  it('may be created without a config where a transport is named', async () => {
    const { body } = await create({ signal_transport: 'CFN_SIGNAL' });

    const derived = await stack.heat('GET', `/software_configs/${body.software_deployment.config_id}`);
    expect(derived.body.software_config).toMatchObject({ group: 'Heat::Ungrouped', config: '', outputs: [] });
  });

  it.each([
    [{ signal_transport: 'ZAQAR_SIGNAL' }, 'HTTPBadRequest', /^signal_transport must be one of CFN_SIGNAL/],
    [{ signal_transport: 5 }, 'HTTPBadRequest', /^signal_transport must be one of/],
    [{ signal_transport: 'NO_SIGNAL', timeout: 0 }, 'HTTPBadRequest', /^timeout must be a whole number/],
    [{ signal_transport: 'NO_SIGNAL', timeout: 2_592_001 }, 'HTTPBadRequest', /^timeout must be/],
    [{ config_id: 'x'.repeat(3000) }, 'Invalid', /^Data supplied was not valid: Config with id x+ not found$/],
    [{ config_id: '\ud800' }, 'Invalid', /not found$/],
    [{ config_id: 5 }, 'Invalid', /Config with id 5 not found$/],
    [{ config_id: 'a', server_id: 5 }, 'ValueError', undefined],
    [{ server_id: null, config_id: 'a' }, 'RemoteError', undefined],
    [{}, 'RemoteError', undefined],
    [{ signal_transport: 'NO_SIGNAL', stack_user_project_id: 'x'.repeat(65) }, 'Invalid', /stack_user_project_id/],
  ] as const)('is refused: %j', async (members, type, message) => {
    const { body } = await create(members);

    expect(body.error).toMatchObject({ type });
    if (message) expect(body.error.message).toMatch(message);
    else expect(body.error).not.toHaveProperty('message');
    expect((await stack.heat('GET', '/software_deployments')).body.software_deployments).toEqual([]);
  });

  it('keeps large values', async () => {
    const input_values = { text: 'x'.repeat(500_000) };
    const config_id = await config({ name: 'big', config: 'y'.repeat(900_000) });

    const { id } = (await create({ config_id, input_values })).body.software_deployment;
    await stack.heat('PUT', `/software_deployments/${id}`, { output_values: { out: 'z'.repeat(500_000) } });

    expect(await shown(id)).toMatchObject({ input_values, output_values: { out: 'z'.repeat(500_000) } });
    const { metadata } = (await stack.heat('GET', '/software_deployments/metadata/s')).body;
    expect(metadata).toMatchObject([{ config: 'y'.repeat(900_000) }]);
  });

  it('ignores on update what Python takes for false', async () => {
    const members = { input_values: { a: 1 }, action: 'CREATE', status: 'COMPLETE', status_reason: 'fine' };
    const { id } = (await create({ config_id: await config(), ...members })).body.software_deployment;
    stack.clock.advance(1000);

    await stack.heat('PUT', `/software_deployments/${id}`, {
      config_id: '',
      input_values: {},
      output_values: [],
      action: 0,
      status: null,
      status_reason: false,
    });

    expect(await shown(id)).toMatchObject({ ...members, output_values: null, updated_time: '2026-01-01T00:00:01Z' });
  });

  it('answers an unknown config on update as Heat’s database does, and stays as it is', async () => {
    const { id } = (await create({ config_id: await config() })).body.software_deployment;

    const { status, body } = await stack.heat('PUT', `/software_deployments/${id}`, { config_id: 'x', action: 'GO' });

    expect([status, body.error]).toEqual([500, { type: 'RemoteError', traceback: null }]);
    expect(await shown(id)).toMatchObject({ action: null });
  });

  it('runs again with a new derived config, and the former one goes', async () => {
    const { id, configId, url } = await stack.signalled(
      { input_values: { who: 'ada' } },
      { inputs: [{ name: 'who' }] },
    );
    await stack.call('PUT', url, { token: null, body: {} });

    const { body } = await stack.heat('PUT', `/software_deployments/${id}`, {
      signal_transport: 'CFN_SIGNAL',
      input_values: { who: 'bob' },
      action: 'UPDATE',
    });

    const { config_id, status, status_reason } = body.software_deployment;
    expect([status, status_reason]).toEqual(['IN_PROGRESS', 'Deploy data available']);
    expect(config_id).not.toBe(configId);
    expect((await inputsOf(config_id))[0]).toMatchObject({ name: 'who', value: 'bob' });
    expect((await stack.heat('GET', `/software_configs/${configId}`)).status).toBe(404);
    const { metadata } = (await stack.heat('GET', '/software_deployments/metadata/srv')).body;
    expect(metadata.map((one) => [one.id, one.name])).toEqual([[config_id, 'hello']]);
  });

  it('takes its derived config along when it is deleted, and no other', async () => {
    const { id, configId } = await stack.signalled();
    const plain = await config();
    const { id: other } = (await create({ config_id: plain })).body.software_deployment;

    for (const one of [id, other])
      expect((await stack.heat('DELETE', `/software_deployments/${one}`)).status).toBe(204);

    expect((await stack.heat('GET', `/software_configs/${configId}`)).status).toBe(404);
    expect((await stack.heat('GET', `/software_configs/${plain}`)).status).toBe(200);
    expect((await stack.heat('DELETE', `/software_deployments/${id}`)).status).toBe(404);
  });

  it('keeps its config from being deleted, also after it changed to it', async () => {
    const [first, second] = [await config(), await config()];
    const { id } = (await create({ config_id: first })).body.software_deployment;
    const remove = async (name: string) => (await stack.heat('DELETE', `/software_configs/${name}`)).status;

    expect((await stack.heat('DELETE', `/software_configs/${first}`)).body.error).toEqual({
      type: 'InvalidRestrictedAction',
      traceback: null,
      message: `Software config with id ${first} can not be deleted as it is referenced.`,
    });
    await stack.heat('PUT', `/software_deployments/${id}`, { config_id: second });
    expect([await remove(second), await remove(first)]).toEqual([500, 204]);
    await stack.heat('DELETE', `/software_deployments/${id}`);
    expect(await remove(second)).toBe(204);
  });

  it('and the deletion of its config never both succeed', async () => {
    for (let turn = 0; turn < 20; turn++) {
      const config_id = await config();

      const [made, gone] = await Promise.all([
        create({ config_id, server_id: `s${turn}` }),
        stack.heat('DELETE', `/software_configs/${config_id}`),
      ]);

      expect([
        [200, 500],
        [400, 204],
      ]).toContainEqual([made.status, gone.status]);
    }
  });

  it('does not begin to use a config that somebody was deleting when the server fell', async () => {
    const config_id = await config();
    const key = { partition: `heat-config#${config_id}`, sort: 'config' };
    const { value, version } = (await stack.ports.store.get<object>(key)) ?? {};
    await stack.ports.store.write([{ put: { ...key, value: { ...value, isGoing: true } }, expect: version ?? 0 }]);

    expect((await create({ config_id })).body.error).toMatchObject({ type: 'Invalid' });
    expect((await stack.heat('DELETE', `/software_configs/${config_id}`)).status).toBe(204);
  });

  it('is refused where a text is longer than a record', async () => {
    const config_id = await config();

    for (const members of [{ action: 'x'.repeat(500_000) }, { server_id: 'x'.repeat(500_000) }])
      expect(await create({ config_id, ...members })).toMatchObject({
        status: 400,
        body: { error: { type: 'RequestLimitExceeded' } },
      });
    expect((await stack.heat('GET', '/software_deployments')).body.software_deployments).toEqual([]);
  });

  it('is counted: a project has only so many', async () => {
    stack = await openStack({ settings: { deployments: 2, configs: 3 } });
    const config_id = await config();
    const [{ body: first }] = [await create({ config_id }), await create({ config_id })];
    const message = (kind: string, count: number) =>
      `Request limit exceeded: You have reached the maximum software ${kind} per tenant, ${count}. Please delete some ${kind}.`;

    expect((await create({ config_id })).body.error).toMatchObject({ message: message('deployments', 2) });
    await stack.heat('DELETE', `/software_deployments/${first.software_deployment.id}`);
    expect((await create({ config_id })).status).toBe(200);
    await config();
    await config();
    const { body } = await stack.heat('POST', '/software_configs', {});
    expect(body.error).toMatchObject({ type: 'RequestLimitExceeded', message: message('configs', 3) });
  });

  it('has times without a Z where it is to be as RTS', async () => {
    stack = await openStack({ settings: { flavour: 'rts' } });
    const { id } = await stack.signalled();

    expect(await shown(id)).toMatchObject({ creation_time: '2026-01-01T00:00:00' });
  });
});
