import { openStack, type OpenStack } from '../openstack.ts';

describe('a signal URL', () => {
  let stack: OpenStack;
  beforeEach(async () => {
    stack = await openStack();
  });

  const put = (url: string, body: object | null, method = 'PUT') =>
    stack.call(method, url, { token: null, body: body as never });
  const outputs = { result: 'ok', deploy_stdout: 'hi\n', deploy_stderr: '', deploy_status_code: 0 };

  it('takes the outputs of its deployment, by PUT and POST, whatever type they say they are', async () => {
    for (const sent of [{ method: 'PUT' }, { method: 'POST', type: 'application/x-www-form-urlencoded' }]) {
      const { id, url } = await stack.signalled({}, { outputs: [{ name: 'result' }] });
      const headers = { 'content-type': sent.type ?? 'application/json' };

      const answer = await stack.call(sent.method, url, { token: null, raw: JSON.stringify(outputs), headers });

      expect([answer.status, answer.body]).toEqual([200, null]);
      const shown = (await stack.heat('GET', `/software_deployments/${id}`)).body.software_deployment;
      expect(shown).toMatchObject({ status: 'COMPLETE', status_reason: 'Outputs received', output_values: outputs });
    }
  });

  it('counts once: what comes again, or later, changes nothing', async () => {
    const { id, url } = await stack.signalled();
    await put(url, { deploy_stdout: 'first' });
    const before = await stack.heat('GET', `/software_deployments/${id}`);
    stack.clock.advance(5000);

    expect((await put(url, { deploy_stdout: 'second', deploy_status_code: 1 })).status).toBe(200);

    expect((await stack.heat('GET', `/software_deployments/${id}`)).body).toEqual(before.body);
  });

  it('counts once also when many come at the same moment', async () => {
    const { id, url } = await stack.signalled();

    const answers = await Promise.all([1, 2, 3, 4].map((code) => put(url, { deploy_status_code: code })));

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const [status, reason] = await stack.status(id);
    expect([status, reason]).toEqual(['FAILED', expect.stringMatching(/non-zero status code: [1-4]$/)]);
  });

  it('opens nothing else: another deployment, another project, another time', async () => {
    const { id, url } = await stack.signalled();
    const { id: other } = await stack.signalled();
    const changed = [
      url.replace(id, other),
      url.replace('/v1/demo/', '/v1/other/'),
      url.replace(/expires=\d+/, 'expires=9999999999'),
      url.replace(/signature=../, 'signature=xx'),
      url.replace(/signature=.*/, ''),
      url.replace(/signature=.*/, 'signature=%00'),
      `${url}x`.replace(/signature=(.)/, 'signature='),
    ];

    for (const one of changed)
      expect(await put(one, {})).toMatchObject({ status: 403, body: { error: { type: 'HTTPForbidden' } } });

    expect([await stack.status(id), await stack.status(other)].map(([status]) => status)).toEqual([
      'IN_PROGRESS',
      'IN_PROGRESS',
    ]);
  });

  it('is worth nothing after its time', async () => {
    const { url } = await stack.signalled({ timeout: 60 });
    stack.clock.advance(60_000);

    expect((await put(url, {})).status).toBe(403);
  });

  it('finds nothing once the deployment is deleted', async () => {
    const { id, url } = await stack.signalled();
    await stack.heat('DELETE', `/software_deployments/${id}`);

    expect(await put(url, {})).toMatchObject({
      status: 404,
      body: { error: { message: `Deployment with id ${id} not found` } },
    });
  });

  it('refuses what are no outputs, and leaves the deployment as it is', async () => {
    const { id, url } = await stack.signalled();

    for (const raw of ['[1]', '{"a":', 'text', '"text"', '1'])
      expect((await stack.call('PUT', url, { token: null, raw })).status).toBe(400);

    expect(await stack.status(id)).toEqual(['IN_PROGRESS', 'Deploy data available']);
  });

  it('keeps outputs that are too long for a record', async () => {
    const { id, url } = await stack.signalled();
    const deploy_stdout = 'é'.repeat(400_000);

    await put(url, { deploy_stdout });

    const shown = (await stack.heat('GET', `/software_deployments/${id}`)).body.software_deployment;
    expect(shown.output_values).toEqual({ deploy_stdout, deploy_stderr: null, deploy_status_code: null });
    expect((await put(url, { deploy_stdout: 'x'.repeat(1_048_576) })).body.error).toEqual({
      type: 'RequestLimitExceeded',
      traceback: null,
      message: 'Request limit exceeded: JSON body size (1048596 bytes) exceeds maximum allowed size (1048576 bytes).',
    });
  });

  it('ends a deployment whose error is longer than a record', async () => {
    const { id, url } = await stack.signalled({}, { outputs: [{ name: 'error', error_output: true }] });

    expect((await put(url, { error: 'x'.repeat(900_000) })).status).toBe(200);

    const [status, reason] = await stack.status(id);
    expect([status, reason.length, reason.slice(0, 10)]).toEqual(['FAILED', 60_000, 'error : xx']);
  });

  it('is not confused by names that objects have by themselves', async () => {
    const { id, url } = await stack.signalled({}, { outputs: [{ name: '__proto__' }, { name: 'toString' }] });

    await stack.call('PUT', url, { token: null, raw: '{"__proto__": {"deploy_status_code": 1}}' });

    const shown = (await stack.heat('GET', `/software_deployments/${id}`)).body.software_deployment;
    expect(shown.status).toBe('COMPLETE');
    expect(JSON.stringify(shown.output_values)).toBe(
      '{"__proto__":{"deploy_status_code":1},"deploy_stdout":null,"deploy_stderr":null,"deploy_status_code":null}',
    );
  });

  it('loses no race against an update: both count', async () => {
    const { id, url } = await stack.signalled();

    await Promise.all([
      put(url, { deploy_stdout: 'done' }),
      stack.heat('PUT', `/software_deployments/${id}`, { action: 'RESUME' }),
    ]);

    const shown = (await stack.heat('GET', `/software_deployments/${id}`)).body.software_deployment;
    expect(shown).toMatchObject({ status: 'COMPLETE', action: 'RESUME', output_values: { deploy_stdout: 'done' } });
  });
});
