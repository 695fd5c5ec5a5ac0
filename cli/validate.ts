import { MalformedContent, type Place } from '../functions/ssm/documents/content.ts';
import { problemsOf } from '../functions/ssm/documents/checks/document.ts';
import type { Path } from '../functions/ssm/documents/checks/problem.ts';
import { type Command, isJsonWanted, outputHelp, outputOption, readText, textOption, UsageError } from './command.ts';
import { formatOf } from './document.ts';
import { positionsIn } from './positions.ts';

const help = `quaymaster validate FILE... [options]: checks runbooks (YAML or JSON) as CreateDocument does, and tells all that is wrong

  --type NAME       Automation or Automation.ChangeTemplate (Automation)
${outputHelp}

Every problem is a line FILE:LINE:COLUMN: MESSAGE. Exit code: 0 no problems, 1 problems, 2 a command line nobody can run.`;

const types = ['Automation', 'Automation.ChangeTemplate'];

/** quaymaster validate: whether the service would take these files, without a server. */
export const validate: Command = {
  help,
  options: { type: { type: 'string' }, ...outputOption },
  async run(given) {
    if (given.positionals.length === 0)
      throw new UsageError('validate needs at least one FILE: quaymaster validate examples/hello.yaml');
    const isJson = isJsonWanted(given);
    const type = textOption(given, 'type') ?? 'Automation';
    if (!types.includes(type)) throw new UsageError(`--type ${type} is none of ${types.join(', ')}`);
    const files = given.positionals.map((file) => validated(file, readText(file), type));
    const valid = files.every((file) => file.valid);
    console.log(isJson ? JSON.stringify({ valid, files }, null, 2) : files.flatMap(linesOf).join('\n'));
    return valid ? 0 : 1;
  },
};

/** What is wrong at one place of a file; `path` is as in JSONPath, `mainSteps[0].action`. */
export interface FileProblem extends Place {
  path: string;
  code: string;
  message: string;
}

/** A file and all its problems, from the top down. */
export interface ValidatedFile {
  file: string;
  valid: boolean;
  problems: FileProblem[];
}

/** Checks the text of a file as a document of a type. */
export function validated(file: string, content: string, type: string): ValidatedFile {
  const placeOf = positionsIn(content);
  const problems = problemsOf(content, formatOf(content), type).map(({ error, path }) => {
    const place = error instanceof MalformedContent ? error.place : undefined;
    return { ...(place ?? placeOf(path)), path: written(path), code: error.code, message: error.message };
  });
  problems.sort((one, other) => one.line - other.line || one.column - other.column);
  return { file, valid: problems.length === 0, problems };
}

const written = (path: Path): string =>
  path
    .map((name) => (typeof name === 'number' ? `[${name}]` : `.${name}`))
    .join('')
    .replace(/^\./, '');

const linesOf = ({ file, problems }: ValidatedFile): string[] =>
  problems.length === 0
    ? [`${file}: ok`]
    : problems.map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`);
