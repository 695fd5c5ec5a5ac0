import { endPolls } from '../../../../functions/heat/software-deployments/polls.ts';
import { basic, openStack, type OpenStack, project, type Seen } from '../openstack.ts';

describe('the metadata of a server', () => {
  let stack: OpenStack;
  beforeEach(async () => {
    stack = await openStack();
  });

  const path = `/v1/${project}/software_deployments/metadata/srv`;
  const poll = (query: string, headers = {}) => stack.call('GET', `${path}${query}`, { headers });
  const etag = async () => (await poll('')).headers['etag'] ?? '';
  /** A poll, and whether it was answered. */
  function held(query: string, headers = {}) {
    const state: { answer?: Seen } = {};
    void poll(query, headers).then((answer) => (state.answer = answer));
    return state;
  }
  const turn = () => new Promise((resolve) => setTimeout(resolve, 20));

  it('stays the same byte for byte until something is deployed', async () => {
    await stack.signalled();
    const first = await poll('');
    const { url } = await stack.signalled({ server_id: 'other' });
    await stack.call('PUT', url, { token: null, body: {} });

    expect(JSON.stringify((await poll('')).body)).toBe(JSON.stringify(first.body));
    expect(await etag()).toBe(first.headers['etag']);
  });

  it('is not sent again to who has it', async () => {
    await stack.signalled();
    const known = await etag();

    expect(await poll('', { 'if-none-match': known })).toMatchObject({ status: 304, body: '' });
    expect(await poll(`?etag=${known.replaceAll('"', '')}`)).toMatchObject({ status: 304 });
    expect((await poll('?etag=other')).status).toBe(200);
  });

  it('is held back until it differs', async () => {
    const waiting = held('?wait=30', { 'if-none-match': await etag() });
    const elsewhere = stack.signalled({ server_id: 'other' });
    await Promise.all([elsewhere, turn()]);
    expect(waiting).not.toHaveProperty('answer');

    const { configId } = await stack.signalled();

    await turn();
    expect(waiting.answer).toMatchObject({ status: 200, body: { metadata: [{ id: configId }] } });
  });

  it('is held back for as long as was asked, a minute at most', async () => {
    const known = { 'if-none-match': await etag() };
    const before = stack.clock.pending();
    const [short, long] = [held('?wait=5', known), held('?wait=600', known)];
    await turn();
    stack.clock.advance(5000);
    await turn();
    expect([short.answer?.status, long.answer]).toEqual([304, undefined]);

    stack.clock.advance(55_000);

    await turn();
    expect(long.answer?.status).toBe(304);
    expect((await poll('?wait=x', known)).status).toBe(400);
    expect(stack.clock.pending()).toBe(before);
  });

  it('is answered at once when the server closes', async () => {
    const waiting = held('?wait=60', { 'if-none-match': await etag() });
    await turn();

    endPolls();

    await turn();
    expect(waiting.answer?.status).toBe(304);
  });

  it('is never held back in the account', async () => {
    stack = await openStack({ settings: { holds: false } });

    expect((await poll('?wait=60', { 'if-none-match': await etag() })).status).toBe(304);
  });

  it('has a form of its own for the collectors of os-collect-config, which know URLs or stacks', async () => {
    const { configId } = await stack.signalled();
    const keys = await stack.someone('agent', ['heat_stack_user'], project);
    const get = (below: string) => stack.call('GET', `/v1/${project}/${below}`, { headers: basic(keys) });

    expect((await get('servers/srv/metadata')).body).toMatchObject({ deployments: [{ id: configId }] });
    expect((await get('stacks/any/any/resources/srv/metadata')).body).toMatchObject({
      metadata: { deployments: [{ id: configId }] },
    });
  });

  it('runs in the order of names, by their bytes', async () => {
    for (const name of ['b', 'a', 'é', 'Z', '\u{1f600}', '\uffee']) await stack.signalled({ name });

    expect((await poll('')).body.metadata.map(({ name }) => name)).toEqual(['Z', 'a', 'b', 'é', '\uffee', '\u{1f600}']);
  });
});
