import fc from 'fast-check';
import type { Json } from '../../../functions/ports/json.ts';
import { parseJsonPath } from '../../../local/states/json-path.ts';
import { missingPlace, readPath, type Environment } from '../../../local/states/json-path-read.ts';
import { randomIds } from '../../../functions/ports/random-ids.ts';

const environment = (data: Json): Environment => ({
  data,
  variables: { name: { first: 'Ada' } },
  context: () => ({ Execution: { Name: 'run-1' } }),
  ids: randomIds(),
});
const read = (path: string, data: Json): Json | undefined => readPath(parseJsonPath(path), environment(data));

const store = {
  book: [
    { title: 'A', price: 8, sold: true },
    { title: 'B', price: 12 },
    { title: 'C', price: 22, 'is bn': '0-395' },
  ],
  bicycle: { price: 19 },
};

describe('readPath', () => {
  it.each<[string, Json | undefined]>([
    ['$', store],
    ['$.book[0].title', 'A'],
    ['$.book[-1].title', 'C'],
    ["$['bicycle']['price']", 19],
    ['$["bicycle"].price', 19],
    ["$.book[2]['is bn']", '0-395'],
    ['$.book[*].title', ['A', 'B', 'C']],
    ['$.book[1:].title', ['B', 'C']],
    ['$.book[:-1].title', ['A', 'B']],
    ['$.book[0:3:2].title', ['A', 'C']],
    ['$.book[0,2].title', ['A', 'C']],
    ["$.bicycle['price','none']", [19]],
    ['$..price', [8, 12, 22, 19]],
    ['$.book[?(@.price < 20)].title', ['A', 'B']],
    ["$.book[?(@.title == 'B' || @.sold)].price", [8, 12]],
    ['$.book[?(@.price > 10 && !(@.price >= 22))].title', ['B']],
    ["$.book[?(@['is bn'])].title", ['C']],
    ['$.book[?(@.sold == true)].title', ['A']],
    ['$.book[?(@.title != "A")].price', [12, 22]],
    ['$$.Execution.Name', 'run-1'],
    ['$name.first', 'Ada'],
  ])('finds %s', (path, expected) => {
    expect(read(path, store)).toEqual(expected);
  });

  it.each(['$.none', '$.book[3]', '$.book.title', '$.bicycle[0]', '$$.Map', '$other', '$.book[0].title.x'])(
    'finds nothing at %s',
    (path) => {
      expect(read(path, store)).toBeUndefined();
    },
  );

  it('finds an empty list where a path that may name several meets nothing', () => {
    expect(read('$.none[*]', store)).toEqual([]);
  });

  it('does not see what every object inherits', () => {
    expect(read('$.constructor', {})).toBeUndefined();
    expect(read('$.__proto__.polluted', {})).toBeUndefined();
  });

  it('finds any member of any JSON value by its quoted name', () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), (key, value) => {
        const quoted = key.replace(/[\\']/g, '\\$&');
        const data = JSON.parse(`{${JSON.stringify(key)}:${JSON.stringify(value)}}`) as Json;
        expect(read(`$['${quoted}']`, data)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe('missingPlace', () => {
  it('names the first member that is not there, as AWS does', () => {
    expect(missingPlace(parseJsonPath('$.a.b.c'), environment({ a: {} }))).toBe("$['a']['b']");
  });
});

describe('parseJsonPath', () => {
  it.each(['', 'a', '$.', '$.a[', '$.a[b]', '$a b', "$['a'", '$.a[?(@.b ~ 1)]', '$.a[?(@.b]'])('refuses %j', (path) => {
    expect(() => parseJsonPath(path)).toThrow(expect.objectContaining({ name: 'InvalidDefinition' }));
  });
});
