import fc from 'fast-check';
import { dump } from 'js-yaml';
import { positionsIn } from '../../cli/positions.ts';
import type { Path } from '../../functions/ssm/documents/checks/problem.ts';

const at = (content: string, ...path: Path): string => {
  const { line, column } = positionsIn(content)(path);
  return `${line}:${column}`;
};

const yaml = `# first of all
a: 1
list:
- x
# between
-   name: &n {deep: [1, {er: 2}]}
    text: |
      list:
       - no
-
  name: *n
"q u": {b: "c", 'd': [e, f]}
a: 2
`;

describe('the place of a value', () => {
  it.each<[string, string, ...Path]>([
    ['the whole', '2:1'],
    ['the last of two equal names', '13:1', 'a'],
    ['a list', '3:1', 'list'],
    ['an item', '4:3', 'list', 0],
    ['an item that is a map', '6:5', 'list', 1],
    ['a name in it', '7:5', 'list', 1, 'text'],
    ['what is deep in flow style', '6:25', 'list', 1, 'name', 'deep', 1],
    ['a name there', '6:26', 'list', 1, 'name', 'deep', 1, 'er'],
    ['an item that begins on the next line', '11:3', 'list', 2, 'name'],
    ['what is behind an alias', '11:3', 'list', 2, 'name', 'deep'],
    ['a quoted name', '12:1', 'q u'],
    ['a quoted name in flow style', '12:17', 'q u', 'd'],
    ['an item in flow style', '12:26', 'q u', 'd', 1],
    ['what is not there', '6:5', 'list', 1, 'nothing', 'more'],
  ])('is told of %s', (_what, expected, ...path) => {
    expect(at(yaml, ...path)).toBe(expected);
  });

  it('is told of items although one of them is not written', () => {
    expect(at('- a\n-\n- c\n', 2)).toBe('3:3');
  });

  it('is told of JSON with tabs', () => {
    expect(at('{\n\t"a": [\n\t\t{"b": "\\/"},\n\t\t{"b": 1}\n\t]\n}', 'a', 1, 'b')).toBe('4:4');
  });

  it('is the first one in what cannot be read', () => {
    expect(at('a: [', 'a')).toBe('1:1');
  });

  it('is where the value is written, for any value and either style', () => {
    const name = fc.string({ minLength: 1, unit: fc.constantFrom('a', 'b', ' ', ':', '-', '"', '#') });
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom('x', 1, null, true, ''),
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(name, tie('tree'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(tree, fc.boolean(), (value, isJson) => {
        const marked: Path[] = [];
        const content = isJson ? JSON.stringify(value, null, 1) : dump(value, { lineWidth: -1, noRefs: true });
        paths(value, [], marked);
        const place = positionsIn(content);
        const lines = content.split('\n');
        for (const path of marked) {
          const { line, column } = place(path);
          expect(lines[line - 1]?.slice(column - 1)).toMatch(startOf(path, isJson));
        }
      }),
    );
  });
});

function paths(value: unknown, path: Path, all: Path[]): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    if (!Array.isArray(value)) all.push([...path, name]);
    paths(member, [...path, Array.isArray(value) ? Number(name) : name], all);
  }
}

/** How a line begins at the name a path ends with. */
function startOf(path: Path, isJson: boolean): RegExp {
  const name = String(path.at(-1));
  const written = isJson ? `${JSON.stringify(name)}:` : dump(name, { lineWidth: -1 }).trimEnd();
  return new RegExp(`^${written.replaceAll(/[^\w\s]/g, '\\$&')}`);
}
