import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { page, text } from '../../docs/cli.ts';
import { parse } from '../../cli/parse.ts';
import { program } from '../../cli/program.ts';

const root = join(import.meta.dirname, '../..');
const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** Lines of shell blocks, continued ones as one, and what else names a command. */
const linesOf = (markdown: string): string[] =>
  [...markdown.matchAll(/^```sh\n([^]*?)^```$/gm)].flatMap(([, block = '']) =>
    block.replaceAll(/\\\n\s*/g, '').split('\n'),
  );

/** The words after `quaymaster` as a shell parts them, as far as pages need it; undefined where a line does not begin so. */
function wordsOf(line: string): string[] | undefined {
  const [, typed] = /^(?:[A-Z_]+=\S+ )*(?:npx |eval "\$\()?quaymaster ([^#|&>)]*)/.exec(line) ?? [];
  return typed?.match(/'[^']*'|"[^"]*"|\S+/g)?.map((word) => word.replace(/^(['"])([^]*)\1$/, '$2'));
}

const commands = pages.flatMap((name) =>
  linesOf(readFileSync(join(root, name), 'utf8')).flatMap((line) => {
    const words = wordsOf(line.trim());
    return words ? [[`${name}: ${line.trim()}`, words] as const] : [];
  }),
);

describe('the pages', () => {
  it('have the reference of the command line as the code has it: node docs/cli.ts', async () => {
    expect(readFileSync(page, 'utf8')).toBe(await text());
  });

  it('name many commands', () => {
    expect(commands.length).toBeGreaterThan(60);
  });

  it.each(commands)('have a command that can be typed in %s', (_line, words) => {
    expect(() => parse(program(), [...words])).not.toThrow();
  });
});
