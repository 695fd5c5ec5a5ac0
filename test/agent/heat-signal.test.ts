import { signal } from '../../agent/heat/signal.ts';
import type { Wire, WireRequest } from '../../agent/wire.ts';

const inputs = (values: Record<string, string>) => Object.entries(values).map(([name, value]) => ({ name, value }));
const done = { state: 'successful', exitCode: 0, stdout: 'out', stderr: '' } as const;

function wireWith(...answers: { status: number; headers?: Record<string, string>; body?: string }[]) {
  const sent: WireRequest[] = [];
  const wire: Wire = {
    send: async (request) => {
      sent.push(request);
      const { status, headers = {}, body = '' } = answers.shift() ?? { status: 200 };
      return { status, headers, body };
    },
    close: () => {},
  };
  return { wire, sent };
}

describe('signal', () => {
  it.each([
    [{}, 'POST'],
    [{ deploy_signal_verb: 'PUT' }, 'PUT'],
  ])('sends the outputs to the URL of the deployment (%j)', async (verb, method) => {
    const { wire, sent } = wireWith();
    const config = {
      id: 'c',
      outputs: [{ name: 'a' }, { name: 'b' }],
      inputs: inputs({ deploy_signal_id: 'http://heat/x', ...verb }),
    };

    expect(await signal(config, { ...done, outputs: { 'out.a': '1', 'out.c': '2' } }, wire)).toBe(true);
    expect(sent).toEqual([
      expect.objectContaining({
        method,
        url: 'http://heat/x',
        body: '{"a":"1","deploy_stdout":"out","deploy_stderr":"","deploy_status_code":0}',
      }),
    ]);
  });

  it('cuts the longest texts where all together are more than Heat takes', async () => {
    const { wire, sent } = wireWith();
    const config = { id: 'c', outputs: [{ name: 'a' }], inputs: inputs({ deploy_signal_id: 'http://heat/x' }) };
    const zeros = '\0'.repeat(200_000);

    await signal(config, { ...done, stdout: zeros, stderr: 'ä'.repeat(100_000), outputs: { 'out.a': 'one' } }, wire);

    const body = sent[0]?.body ?? '';
    expect(Buffer.byteLength(body)).toBeLessThan(1_048_576);
    expect(JSON.parse(body)).toEqual({
      a: 'one',
      deploy_stdout: '\0'.repeat(100_000),
      deploy_stderr: 'ä'.repeat(100_000),
      deploy_status_code: 0,
    });
  });

  it('tells of a script that was interrupted as one that failed', async () => {
    const { wire, sent } = wireWith();
    const config = { id: 'c', inputs: inputs({ deploy_signal_id: 'http://heat/x' }) };
    await signal(config, { state: 'interrupted', reason: 'the machine went down' }, wire);

    expect(sent[0]?.body).toBe(
      '{"deploy_stdout":"","deploy_stderr":"the machine went down\\n","deploy_status_code":1}',
    );
  });

  it('gives up where it is refused for good, and asks for another try where not', async () => {
    const config = { id: 'c', inputs: inputs({ deploy_signal_id: 'http://heat/x' }) };

    for (const status of [400, 403, 404, 410])
      expect(await signal(config, done, wireWith({ status }).wire)).toBe(false);
    for (const status of [401, 429, 500, 503])
      await expect(signal(config, done, wireWith({ status }).wire)).rejects.toThrow(
        `the signal was answered with ${status}`,
      );
  });

  it.each([
    [{ deploy_signal_transport: 'NO_SIGNAL', deploy_signal_id: 'http://heat/x' }],
    [{}],
    [{ deploy_signal_id: 'file:///etc/passwd' }],
  ])('sends nothing for %j', async (values) => {
    const { wire, sent } = wireWith();

    expect(await signal({ id: 'c', inputs: inputs(values as Record<string, string>) }, done, wire)).toBe(false);
    expect(sent).toEqual([]);
  });

  it('signals a resource as the user of the deployment', async () => {
    const endpoints = [
      { interface: 'internal', region: 'R', url: 'http://no' },
      { interface: 'public', region: 'Q', url: 'http://no' },
      { interface: 'public', region: 'R', url: 'http://heat/v1/p/' },
    ];
    const body = JSON.stringify({ token: { catalog: [{ type: 'orchestration', endpoints }] } });
    const { wire, sent } = wireWith({ status: 201, headers: { 'x-subject-token': 'T' }, body });
    const values = {
      ...{
        deploy_signal_transport: 'HEAT_SIGNAL',
        deploy_auth_url: 'http://key/v2.0/',
        deploy_user_id: 'u',
        deploy_password: 'p',
      },
      ...{ deploy_project_id: 'p', deploy_region_name: 'R', deploy_stack_id: 'stk/1', deploy_resource_name: 'srv 1' },
    };

    expect(await signal({ id: 'c', inputs: inputs(values) }, done, wire)).toBe(true);
    expect(sent.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'POST http://key/v3/auth/tokens',
      'POST http://heat/v1/p/stacks/stk/1/resources/srv%201/signal',
    ]);
    expect(JSON.parse(sent[0]?.body ?? '')).toEqual({
      auth: {
        identity: { methods: ['password'], password: { user: { id: 'u', password: 'p' } } },
        scope: { project: { id: 'p' } },
      },
    });
    expect(sent[1]?.headers).toMatchObject({ 'x-auth-token': 'T' });
  });
});
