import { MalformedContent, type Place } from '../functions/ssm/documents/content.ts';
import { problemsOf } from '../functions/ssm/documents/checks/document.ts';
import type { Path } from '../functions/ssm/documents/checks/problem.ts';
import { type Body, readText, textOption } from './command.ts';
import { formatOf } from './document.ts';
import { tell } from './output.ts';
import { positionsIn } from './positions.ts';

/** quaymaster validate: whether the service would take these files, without a server. */
export const validate: Body = async (given) => {
  const files = given.positionals.map((file) =>
    validated(file, readText(file), textOption(given, 'type') ?? 'Automation'),
  );
  const valid = files.every((file) => file.valid);
  await tell(given, { value: { valid, files }, lines: (told) => told.files.flatMap(linesOf) });
  return valid ? 0 : 1;
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
