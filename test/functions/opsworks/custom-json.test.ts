import { checkCustomJson, mergedCustomJson } from '../../../functions/opsworks/custom-json.ts';

describe('mergedCustomJson', () => {
  it.each([
    [['{"a":1}', undefined, '{"b":2}'], { a: 1, b: 2 }],
    [['{"a":{"b":{"c":1,"d":1}}}', '{"a":{"b":{"d":2}}}'], { a: { b: { c: 1, d: 2 } } }],
    [['{"a":[1,2]}', '{"a":[3]}'], { a: [3] }],
    [['{"a":{"b":1}}', '{"a":null}'], { a: null }],
    [['{"a":null}', '{"a":{"b":1}}'], { a: { b: 1 } }],
    [['', undefined], {}],
  ])('makes of %j one object, the later ones over the earlier', (texts, merged) => {
    expect(mergedCustomJson(texts)).toEqual(merged);
  });

  it('takes names like __proto__ and constructor as any other', () => {
    const merged = mergedCustomJson(['{"__proto__":{"a":1}}', '{"__proto__":{"b":2},"constructor":{"x":1}}']);

    expect(JSON.stringify(merged)).toBe('{"__proto__":{"a":1,"b":2},"constructor":{"x":1}}');
    expect({}).not.toHaveProperty('a');
  });
});

describe('checkCustomJson', () => {
  it.each([undefined, '', '{}', ' {"a":[1]} ', `{"a":"${'x'.repeat(122_872)}"}`])(
    'takes what is a JSON object',
    (text) => {
      expect(() => checkCustomJson(text)).not.toThrow();
    },
  );

  it.each(['[1]', '{', '1', 'null', '"{}"', `{"a":"${'é'.repeat(61_500)}"}`])('refuses anything else', (text) => {
    expect(() => checkCustomJson(text)).toThrow('custom JSON');
  });
});
