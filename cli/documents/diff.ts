import { createTwoFilesPatch } from 'diff';
import { calling } from '../calling.ts';
import type { Call } from '../client.ts';
import { type Body, readText, textOption, UsageError } from '../command.ts';
import { contents } from '../harmless.ts';
import { openTerminal } from '../terminal.ts';
import { documentContent } from './show.ts';

/** One side: what it is called, and its text. */
interface Side {
  name: string;
  text: string;
}

/** quaymaster documents diff: a document against a file, or two of its versions; answers 0 where they are the same. */
export const diffDocument: Body = async (given) => {
  const [name = '', file] = given.positionals;
  if (file && textOption(given, 'to')) throw new UsageError('documents diff takes a FILE or --to, not both');
  const context = textOption(given, 'context') ?? '';
  if (!/^\d{1,6}$/.test(context)) throw new UsageError(`--context ${context} is no number of lines`);
  const [before, after] = await calling(given, async ({ call }) => {
    const old = await versionOf(call, name, textOption(given, 'from') ?? '$DEFAULT');
    return [old, file ? sideOf(file) : await versionOf(call, name, textOption(given, 'to') ?? '$LATEST')] as const;
  });
  if (before.text === after.text) return 0;
  console.log(patchOf(contents(before), contents(after), Number(context)));
  return 1;
};

async function versionOf(call: Call, name: string, version: string): Promise<Side> {
  const { Content = '', DocumentVersion = version } = await documentContent(call, name, version);
  return { name: `${name} version ${DocumentVersion}`, text: whole(Content) };
}

const sideOf = (file: string): Side => ({ name: file, text: whole(readText(file)) });

/** The service may have kept a text without its last newline. */
const whole = (text: string): string => `${text.trimEnd()}\n`;

const colours: Record<string, 'green' | 'red' | 'dim' | 'bold'> = { '+': 'green', '-': 'red', '@': 'dim' };

function patchOf(before: Side, after: Side, context: number): string {
  const { look } = openTerminal(() => {});
  const patch = createTwoFilesPatch(before.name, after.name, before.text, after.text, '', '', { context });
  const [, ...lines] = patch.trimEnd().split('\n');
  const coloured = lines.map((line, at) => {
    const colour = at < 2 ? 'bold' : colours[line[0] ?? ''];
    return colour ? look.paint(colour, line) : line;
  });
  return coloured.join('\n');
}
