import type { Json, JsonObject } from '../../../../functions/ports/json.ts';
import { openStack, type OpenStack } from '../openstack.ts';

describe('a software config', () => {
  let stack: OpenStack;
  beforeEach(async () => {
    stack = await openStack();
  });

  const create = (body: JsonObject) => stack.heat('POST', '/software_configs', body);
  const input = async (given: JsonObject) =>
    (await create({ inputs: [{ name: 'x', ...given }] })).body.software_config?.inputs[0];

  it.each<[string, Json, Json]>([
    ['String', null, ''],
    ['String', 5, '5'],
    ['String', true, 'True'],
    ['Number', null, 0],
    ['Number', '1.5', 1.5],
    ['Number', ' 7 ', 7],
    ['Boolean', null, false],
    ['Boolean', 'False', false],
    ['CommaDelimitedList', ' a, b', ['a', 'b']],
    ['CommaDelimitedList', ['a', 1], ['a', 1]],
    ['Json', null, {}],
    ['Json', '{"a": [1]}', { a: [1] }],
  ])('stores the default of an input of type %s: %j as %j', async (type, given, stored) => {
    expect(await input({ type, default: given })).toEqual({ name: 'x', type, default: stored });
  });

  it.each<[string, Json]>([
    ['Number', 'seven'],
    ['Number', [1]],
    ['Boolean', 'maybe'],
    ['Boolean', 7],
    ['CommaDelimitedList', { a: 1 }],
    ['Json', '{'],
    ['Json', '5'],
    ['String', { a: 1 }],
  ])('refuses a default that is none of type %s: %j', async (type, given) => {
    const { status, body } = await create({ inputs: [{ name: 'x', type, default: given }] });

    expect([status, body.error]).toEqual([400, { type: 'ValueError', traceback: null }]);
  });

  it.each<[JsonObject]>([
    [{ name: {} }],
    [{ name: 'x', replace_on_change: 'maybe' }],
    [{ name: 'x', type: null }],
    [{ name: 'x', description: [] }],
    [{ type: 'String' }],
  ])('refuses the input %j', async (given) => {
    expect((await create({ inputs: [given] })).body.error).toMatchObject({ type: 'ValueError' });
  });

  it('makes texts of names', async () => {
    expect([await input({ name: 5 }), await input({ name: null })]).toMatchObject([{ name: '5' }, { name: '' }]);
  });

  it('is listed newest first, page by page from a marker', async () => {
    for (const name of ['a', 'b', 'c', 'd']) await create({ name });
    const list = async (query: string) => (await stack.heat('GET', `/software_configs${query}`)).body.software_configs;
    const [first, second] = await list('?limit=2');

    expect([first?.name, second?.name]).toEqual(['d', 'c']);
    expect((await list(`?limit=5&marker=${second?.id}`)).map(({ name }) => name)).toEqual(['b', 'a']);
    expect((await list('?marker=unknown')).length).toBe(4);
    expect(Object.keys(first ?? {}).sort()).toEqual(['creation_time', 'group', 'id', 'name', 'project']);
  });

  it('is refused as a body that is none, or too deep, or no UTF-8', async () => {
    const send = (raw: string | Uint8Array) =>
      stack.call('POST', '/v1/demo/software_configs', { raw, headers: { 'content-type': 'application/json' } });
    const deep = `{"config":${'['.repeat(70)}${']'.repeat(70)}}`;

    for (const raw of ['', '[]', '"x"', '{', '{"a"}', deep, Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])])
      expect(await send(raw)).toMatchObject({ status: 400, body: { error: { type: 'HTTPBadRequest' } } });
  });

  it.each([
    ['GET', '/v1/demo/software_configs/', 404],
    ['GET', '/v1/demo/nothing', 404],
    ['GET', '/v1/demo', 404],
    ['GET', '/v1/demo/software_configs/%E0%A4%A', 404],
    ['HEAD', '/v1/demo/software_configs', 405],
    ['POST', '/v1/demo/software_configs/x', 405],
    ['GET', '/v3/whatever', 300],
  ])('%s %s answers %i', async (method, path, status) => {
    expect((await stack.call(method, path, { body: {} })).status).toBe(status);
  });

  it('is checked first by the command line of OpenStack', async () => {
    const template = { heat_template_version: '2013-05-23', description: 'd', resources: {} };

    expect((await stack.heat('POST', '/validate', { template })).body).toMatchObject({ Description: 'd' });
    expect((await stack.heat('POST', '/validate', {})).status).toBe(400);
    expect((await stack.heat('GET', '/build_info')).body).toMatchObject({ api: {}, engine: {} });
  });
});
