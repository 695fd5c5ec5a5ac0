import { compilePattern } from '../../../../functions/events/pattern/compile.ts';

const event = {
  version: '0',
  id: '1',
  'detail-type': 'push',
  source: 'my.ci',
  account: '123456789012',
  region: 'us-east-2',
  time: '2022-07-13T13:48:01Z',
  resources: ['arn:one', 'arn:two'],
  detail: {
    state: 'processing',
    file: 'dir/init/image.PNG',
    count: 3,
    limit: 301.8,
    isOpen: true,
    nothing: null,
    empty: '',
    none: [],
    ip: '10.0.0.255',
    ip6: '2001:db8:1234:1a00::5',
    branch: { name: 'main' },
    items: [
      { kind: 'a', size: 1 },
      { kind: 'b', size: 2, tags: ['x', 'y'] },
    ],
  },
};

const detail = (pattern: string) => `{"detail": ${pattern}}`;

describe('compilePattern', () => {
  it.each([
    ['{"source":["my.ci"]}', true],
    ['{"source":["your.ci"]}', false],
    ['{"source":["your.ci","my.ci"],"detail-type":["push"]}', true],
    ['{"source":["my.ci"],"detail-type":["pull"]}', false],
    ['{"Source":["my.ci"]}', false],
    ['{"resources":["arn:two"]}', true],
    ['{"resources":["arn:three"]}', false],
    ['{"time":[{"prefix":"2022-07-13"}]}', true],
    ['{"time":[{"prefix":"2022-07-14"}]}', false],
    [detail('{"file":[{"suffix":".PNG"}]}'), true],
    [detail('{"file":[{"suffix":".png"}]}'), false],
    [detail('{"file":[{"suffix":{"equals-ignore-case":".png"}}]}'), true],
    [detail('{"file":[{"prefix":{"equals-ignore-case":"DIR/"}}]}'), true],
    [detail('{"state":[{"equals-ignore-case":"PROCESSING"}]}'), true],
    [detail('{"state":[{"equals-ignore-case":"PROCESS"}]}'), false],
    [detail('{"state":[{"exactly":"processing"}]}'), true],
    [detail('{"file":[{"wildcard":"dir/*/image.*"}]}'), true],
    [detail('{"file":[{"wildcard":"*init*image.PNG"}]}'), true],
    [detail('{"file":[{"wildcard":"*.jpg"}]}'), false],
    [detail('{"file":[{"wildcard":"dir/*/*/image.PNG"}]}'), false],
    [detail('{"file":[{"wildcard":"dir\\\\*"}]}'), false],
    [detail('{"empty":[""]}'), true],
    [detail('{"empty":[{"prefix":""}]}'), true],
    [detail('{"count":[3]}'), true],
    [detail('{"count":[3.0]}'), true],
    [detail('{"count":["3"]}'), false],
    [detail('{"limit":[3.018e2]}'), true],
    [detail('{"isOpen":[true]}'), true],
    [detail('{"isOpen":["true"]}'), false],
    [detail('{"nothing":[null]}'), true],
    [detail('{"state":[null]}'), false],
    [detail('{"none":[null]}'), false],
    [detail('{"count":[{"numeric":[">",0,"<=",5]}],"limit":[{"numeric":["=",301.8]}]}'), true],
    [detail('{"count":[{"numeric":["<",3]}]}'), false],
    [detail('{"count":[{"numeric":[">=",3]}]}'), true],
    [detail('{"state":[{"numeric":[">",0]}]}'), false],
    [detail('{"ip":[{"cidr":"10.0.0.0/24"}]}'), true],
    [detail('{"ip":[{"cidr":"10.0.1.0/24"}]}'), false],
    [detail('{"ip6":[{"cidr":"2001:db8:1234:1a00::/64"}]}'), true],
    [detail('{"state":[{"cidr":"10.0.0.0/24"}]}'), false],
    [detail('{"state":[{"anything-but":"initializing"}]}'), true],
    [detail('{"state":[{"anything-but":["initializing","processing"]}]}'), false],
    [detail('{"count":[{"anything-but":[100,200]}]}'), true],
    [detail('{"count":[{"anything-but":3}]}'), false],
    [detail('{"nothing":[{"anything-but":"x"}]}'), true],
    [detail('{"missing":[{"anything-but":"x"}]}'), false],
    [detail('{"file":[{"anything-but":{"prefix":"init"}}]}'), true],
    [detail('{"file":[{"anything-but":{"prefix":["init","dir"]}}]}'), false],
    [detail('{"file":[{"anything-but":{"suffix":".PNG"}}]}'), false],
    [detail('{"file":[{"anything-but":{"wildcard":"*/init/*"}}]}'), false],
    [detail('{"file":[{"anything-but":{"wildcard":""}}]}'), true],
    [detail('{"state":[{"anything-but":{"equals-ignore-case":["INITIALIZING","Processing"]}}]}'), false],
    [detail('{"count":[{"anything-but":{"prefix":"3"}}]}'), true],
    [detail('{"state":[{"exists":true}]}'), true],
    [detail('{"nothing":[{"exists":true}]}'), true],
    [detail('{"branch":[{"exists":true}]}'), false],
    [detail('{"branch":[{"exists":false}]}'), true],
    [detail('{"missing":{"deep":[{"exists":false}]}}'), true],
    [detail('{"state":[{"exists":false}]}'), false],
    [detail('{"branch":{"name":[{"exists":false},"main"]}}'), true],
    [detail('{"items":{"kind":["a"],"size":[2]}}'), false],
    [detail('{"items":{"kind":["b"],"size":[2]}}'), true],
    [detail('{"items":{"tags":["y"]}}'), true],
    [detail('{"items":{"tags":[{"exists":false}]}}'), false],
    ['{"detail.branch.name":["main"]}', true],
    ['{"detail.branch":{"name":["other"]}}', false],
    [detail('{"$or":[{"state":["x"]},{"count":[{"numeric":["<",10]}]}]}'), true],
    [detail('{"$or":[{"state":["x"]},{"count":[4]}]}'), false],
    [
      detail('{"state":["processing"],"$or":[{"count":[1]},{"branch":{"$or":[{"name":["dev"]},{"name":["main"]}]}}]}'),
      true,
    ],
    [detail('{"items":{"kind":["a"],"$or":[{"size":[2]},{"size":[3]}]}}'), false],
  ])('%s fits: %s', (pattern, fits) => {
    expect(compilePattern(pattern)(event)).toBe(fits);
  });

  it('finds fields whose names have dots in the event', () => {
    const dotted = { detail: { 'a.b': { c: 'x' } } };

    expect(compilePattern('{"detail":{"a":{"b":{"c":["x"]}}}}')(dotted)).toBe(true);
    expect(compilePattern('{"detail":{"a.b.c":["y"]}}')(dotted)).toBe(false);
  });

  it('takes names that JavaScript knows for names', () => {
    expect(compilePattern('{"constructor":[{"exists":true}]}')({})).toBe(false);
    expect(compilePattern('{"__proto__":{"a":["x"]}}')(JSON.parse('{"__proto__":{"a":"x"}}'))).toBe(true);
  });

  it('needs no longer for a wildcard that almost fits', () => {
    const text = 'a'.repeat(200_000);
    const began = performance.now();

    expect(compilePattern(detail(`{"a":[{"wildcard":"${'*a'.repeat(1000)}b"}]}`))({ detail: { a: text } })).toBe(false);
    expect(performance.now() - began).toBeLessThan(500);
  });

  it.each([
    ['["not","a","dict"]', 'Filter is not an object'],
    ['{}', 'Empty objects are not allowed'],
    ['{"int":42}', '"int" must be an object or an array'],
    ['{"string":"my-value"}', '"string" must be an object or an array'],
    ['{"resources":[]}', 'Empty arrays are not allowed'],
    ['{"a":[["x"]]}', 'Match value must be String, number, true, false, or null'],
    ['{"a":[{}]}', 'Match expression name not found'],
    ['{"my_key":[{"EXISTS":true}]}', 'Unrecognized match type EXISTS'],
    ['{"a":[{"exists":"yes"}]}', 'exists match pattern must be either true or false.'],
    ['{"a":[{"prefix":"x","suffix":"y"}]}', 'Only one key allowed in match expression'],
    ['{"time":[{"prefix":["2022"]}]}', 'prefix match pattern must be a string'],
    ['{"a":[{"suffix":123}]}', 'suffix match pattern must be a string'],
    ['{"a":[{"wildcard":123}]}', 'wildcard match pattern must be a string'],
    ['{"a":[{"wildcard":"arn:aws:events:us-east-1:**:event-bus/*"}]}', 'Consecutive wildcard characters at pos 26'],
    ['{"a":[{"equals-ignore-case":["x"]}]}', 'equals-ignore-case match pattern must be a string'],
    ['{"a":[{"numeric":[">",0,">",0]}]}', 'Bad numeric range operator: >'],
    ['{"a":[{"numeric":[">",0,"<"]}]}', 'Value of < must be numeric'],
    ['{"a":[{"numeric":["=","5"]}]}', 'Value of equals must be numeric'],
    ['{"a":[{"numeric":["!",5]}]}', 'Unrecognized numeric range operator: !'],
    ['{"a":[{"numeric":5}]}', 'Value of numeric must be an array.'],
    ['{"a":[{"cidr":"10.0.0.0"}]}', "Malformed CIDR, one '/' required"],
    ['{"a":[{"cidr":"bad-/64filter"}]}', 'Malformed CIDR, mask bits must be an integer'],
    ['{"a":[{"cidr":"xx.11.xx/8"}]}', 'Nonstandard IP address: xx.11.xx'],
    ['{"a":[{"cidr":["x"]}]}', 'prefix match pattern must be a string'],
    ['{"a":[{"anything-but":null}]}', 'Value of anything-but must be an array or single string/number value.'],
    ['{"a":[{"anything-but":[true]}]}', 'Inside anything but list, start|null|boolean is not supported.'],
    [
      '{"a":[{"anything-but":["x",1]}]}',
      'Inside anything but list, either all values are number or string, mixed type is not supported',
    ],
    ['{"a":[{"anything-but":{"prefix":""}}]}', 'Null prefix/suffix not allowed'],
    ['{"a":[{"anything-but":{"prefix":123}}]}', 'prefix/suffix match pattern must be a string'],
    ['{"a":[{"anything-but":{"wildcard":[123]}}]}', 'wildcard match pattern must be a string'],
    [
      '{"a":[{"anything-but":{"equals-ignore-case":[123]}}]}',
      'Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.',
    ],
    ['{"a":[{"anything-but":{"numeric":["=",1]}}]}', 'Unsupported anything-but pattern: numeric'],
    ['{"$or":{"a":[1]}}', 'It must be an Array followed with $or.'],
    ['{"$or":[{"a":[1]}]}', 'There must have at least 2 Objects in $or relationship.'],
    ['{"$or":[{"a":[1]},"b"]}', 'Only JSON object is allowed in array of $or relationship.'],
    ['{"$or":[{"a":[1]},{"prefix":["b"]}]}', 'prefix is Ruler reserved fieldName which cannot be used inside $or.'],
  ])('refuses %s', (pattern, reason) => {
    expect(() => compilePattern(pattern)).toThrow(reason);
  });
});
