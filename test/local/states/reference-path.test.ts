import type { Json } from '../../../functions/ports/json.ts';
import { referencePath } from '../../../local/states/reference-path.ts';

describe('referencePath', () => {
  it.each<[string, Json, Json]>([
    ['$', { a: 1 }, 'new'],
    ['$.b', { a: 1 }, { a: 1, b: 'new' }],
    ['$.b.c', {}, { b: { c: 'new' } }],
    ['$.a[1].b', { a: [0, { c: 1 }] }, { a: [0, { c: 1, b: 'new' }] }],
    ["$['a b']", {}, { 'a b': 'new' }],
  ])('places a value at %s', (path, data, expected) => {
    expect(referencePath(path)(data, 'new')).toEqual(expected);
  });

  it('leaves the data it is given as it was', () => {
    const data = { a: { b: 1 } };
    referencePath('$.a.b')(data, 2);
    expect(data).toEqual({ a: { b: 1 } });
  });

  it('makes a member called __proto__ like any other', () => {
    expect(JSON.stringify(referencePath("$['__proto__'].x")({}, 1))).toBe('{"__proto__":{"x":1}}');
  });

  it.each<[string, Json]>([
    ['$.a.b', { a: 1 }],
    ['$.a[0]', { a: [] }],
    ['$.a[0]', {}],
    ['$.b', 'text'],
  ])('fails with States.ResultPathMatchFailure where %s does not fit %j', (path, data) => {
    const place = referencePath(path);
    expect(() => place(data, 1)).toThrow(expect.objectContaining({ error: 'States.ResultPathMatchFailure' }));
  });

  it.each(['$.a[*]', '$$.Execution', '$variable', '$..a'])('refuses %s', (path) => {
    expect(() => referencePath(path)).toThrow(`'${path}' is not a reference path`);
  });
});
