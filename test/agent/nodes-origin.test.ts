import { nodesOrigin } from '../../agent/nodes-origin.ts';
import type { WireRequest } from '../../agent/wire.ts';

describe('nodesOrigin', () => {
  it('tells an end with as much of its reason as the server takes', async () => {
    const sent: WireRequest[] = [];
    const send = async (request: WireRequest) => (sent.push(request), { status: 200, headers: {}, body: '{}' });
    const origin = nodesOrigin({
      wire: { send, close: () => {} },
      ...{ server: 'http://server/', token: () => 'n1.x', agent: 'a1' },
      about: { version: '1', platform: 'linux', hostname: 'web' },
    });
    const entry = { id: 'a', origin: 'nodes', kind: 'script', payload: {}, timeoutSeconds: 1 } as const;
    const sofar = { state: 'ended', attempt: 1, isCancelled: false, logged: 0, pieces: 2 } as const;

    await origin.finish({ ...entry, ...sofar }, { state: 'failed', exitCode: 127, reason: `no ${'x'.repeat(5000)}` });

    expect(sent.map(({ url, body }) => [url, JSON.parse(body ?? '') as object])).toEqual([
      [
        'http://server/nodes/finish',
        { agent: 'a1', id: 'a', state: 'failed', exitCode: 127, reason: `no ${'x'.repeat(1997)}`, chunks: 2 },
      ],
    ]);
  });
});
