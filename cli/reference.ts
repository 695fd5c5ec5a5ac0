import type { Argument, Option } from 'commander';
import { type Entry, everyExit, type Lines } from './entry.ts';
import { describedOption, Setting } from './setting.ts';

/** What follows a heading is the same of every entry: docs/cli.md is made of the table of commands, as their help is. */
export function reference(program: Entry): string {
  const groups = program.entries.map((entry) => [entry, ...below(entry)]);
  return (
    [
      intro(program),
      ...groups.flatMap((entries) => entries.map((entry) => sectionOf(entry))),
      whichServer(groups.flat()),
      environment(groups.flat()),
      '',
    ]
      .join('\n\n')
      .replace(/\n{3,}/g, '\n\n')
      .trimEnd() + '\n'
  );
}

const below = (entry: Entry): Entry[] => entry.entries.flatMap((one) => [one, ...below(one)]);

const intro = (program: Entry): string => `<!-- written by node docs/cli.ts -->

# quaymaster(1)

\`quaymaster\` ${program.description()}. \`quaymaster COMMAND --help\` tells what stands here, \`quaymaster completion SHELL\` completes it.

${table(
  ['command', ''],
  program.entries.map((entry) => [link(entry), entry.description()]),
)}

**Output.** \`--output table\` (or \`text\`) is for people; \`json\` and \`yaml\` hold the API's own members, times as ISO 8601. Answers go to standard output,
what goes wrong and hints to standard error. Colours and what is rewritten in place appear on a terminal only; \`NO_COLOR\` takes the colours away, \`FORCE_COLOR\` brings them.

**Exit codes.** 0 done, 1 not done, 2 a command line nobody can run, 124 not over in time, 130 after Ctrl-C, 141 when nobody reads on; commands that mean more say so below.`;

const link = (entry: Entry): string => `[${entry.path}](#${anchor(entry)})`;
const anchor = (entry: Entry): string => `quaymaster-${entry.path.replaceAll(' ', '-')}`;

function sectionOf(entry: Entry): string {
  const all = entry.createHelp().visibleOptions(entry);
  const options = all.filter((one) => one.long !== '--help' && !isCommon(one));
  const parts = [
    `## quaymaster ${entry.path}`,
    sentence(entry.description()),
    usageOf(entry),
    table(
      ['command', ''],
      entry.entries.map((one): [string, string] => [link(one), one.description()]),
    ),
    table(
      ['argument', ''],
      entry.registeredArguments.map((one): [string, string] => [`\`${argumentTerm(one)}\``, argumentText(one)]),
    ),
    table(
      ['option', ''],
      options.map((one): [string, string] => [`\`${one.flags}\``, describedOption(one)]),
    ),
    all.some(isCommon) ? 'It calls a server, and has [the options for that](#which-server).' : '',
    entry.note,
    examples(entry.examples),
    entry.body && entry.exitCodes !== everyExit ? exits(entry.exitCodes) : '',
  ];
  return parts.filter(Boolean).join('\n\n');
}

const isCommon = (option: Option): boolean => option instanceof Setting && option.isCommon;

/** What commands that call a server share. */
function whichServer(entries: Entry[]): string {
  const options = entries.flatMap((entry) => entry.options.filter(isCommon));
  const rows = new Map(options.map((one): [string, string] => [`\`${one.flags}\``, describedOption(one)]));
  return `## Which server\n\nThe options of all commands that call a server:\n\n${table(['option', ''], [...rows])}`;
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

const usageOf = (entry: Entry): string =>
  entry.body
    ? `\`quaymaster ${[entry.path, '[options]', ...entry.registeredArguments.map(argumentTerm)].join(' ')}\``
    : '';

function argumentTerm(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}

const argumentText = ({ description, argChoices }: Argument): string =>
  argChoices ? `${description}: ${argChoices.join(', ')}` : description;

const examples = (lines: Lines): string =>
  lines.length ? ['```sh', ...lines.map(([line, why]) => `${line}  # ${why}`), '```'].join('\n') : '';

const exits = (codes: Record<number, string>): string =>
  `Exit codes: ${Object.entries(codes)
    .map(([code, why]) => `${code} ${why}`)
    .join('; ')}.`;

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('`&lt;', '`<');

function table(headings: [string, string], rows: [string, string][]): string {
  if (rows.length === 0) return '';
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(headings),
    line(['---', '---']),
    ...rows.map(([term, text]) => line([term.replaceAll('|', '\\|'), cell(text)])),
  ].join('\n');
}

/** Which variables stand in for which options. */
function environment(entries: Entry[]): string {
  const found = new Map<string, string>();
  const all = entries.flatMap((entry) => entry.options.filter((one): one is Setting => one instanceof Setting));
  for (const { variable, long } of all) if (variable && long) found.set(variable, long);
  const rows = [...found].sort().map(([variable, option]): [string, string] => [`\`${variable}\``, `\`${option}\``]);
  const more: [string, string][] = [
    ['`AWS_ENDPOINT_URL`', 'the server, before what the data folder says, unless `--data` is given'],
    [
      '`QUAYMASTER_GITHUB_TOKEN`, `QUAYMASTER_GITHUB_API_URL`',
      '`start`: pull requests go to GitHub, syncs read from there',
    ],
    ['`NO_COLOR`, `FORCE_COLOR`', 'colours'],
  ];
  return `## Environment\n\n${table(['variable', 'stands in for'], [...rows, ...more])}`;
}
