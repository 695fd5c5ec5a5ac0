import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type Body, CommandFailure, readText, textOption } from '../command.ts';
import { contents, harmless } from '../harmless.ts';
import { isForPeople, tell } from '../output.ts';
import { examineBundle } from './examine-bundle.ts';
import { examineSpec } from './examine-spec.ts';
import { type RenderedFile, renderedFiles } from './rendered-files.ts';
import { lineOf } from './validate.ts';
import { readVariables } from './variables.ts';

/** quaymaster proton render: the files that a deployment of a bundle with a spec would make real. Answers with the exit code. */
export const render: Body = async (given) => {
  const [path = ''] = given.positionals;
  const spec = textOption(given, 'spec') ?? '';
  const variables = textOption(given, 'variables');
  const name = textOption(given, 'name') ?? nameOf(path);
  const out = textOption(given, 'out');
  const bundle = await examineBundle(path);
  const examined = examineSpec({ file: spec, text: readText(spec) }, bundle);
  const before = [...bundle.problems, ...examined.problems];
  const { files, problems } =
    before.length > 0
      ? { files: [], problems: before }
      : renderedFiles({ path, bundle, spec: examined, name, over: variables ? readVariables(variables) : {} });
  const isGood = problems.length === 0;
  if (isGood && out !== undefined) write(files, out);
  if (!isForPeople(given))
    await tell(given, { value: isGood ? { files: files.map(inJson) } : { problems }, lines: () => [] });
  else if (!isGood) console.error(harmless(problems.map(lineOf).join('\n')));
  else if (out === undefined) process.stdout.write(contents(inText(files)));
  else console.log(harmless(files.map((file) => join(out, file.path)).join('\n')));
  return isGood ? 0 : 1;
};

/** What the environment or service is called where nobody says: as the bundle. */
const nameOf = (path: string): string =>
  basename(resolve(path))
    .replace(/\.(tar\.gz|tgz)$/, '')
    .replaceAll(/[^0-9A-Za-z_-]/g, '-')
    .replace(/^[^0-9A-Za-z]+/, '') || 'preview';

const inJson = ({ path, body }: RenderedFile) => ({ path, text: body.toString() });

/** One file as it is, several each below its name. */
function inText(files: RenderedFile[]): string {
  const [only] = files;
  if (files.length === 1 && only) return only.body.toString();
  return files.map(({ path, body }) => `# ${path}\n${body.toString().replace(/\n*$/, '\n')}`).join('\n');
}

function write(files: RenderedFile[], out: string): void {
  try {
    for (const { path, body } of files) {
      mkdirSync(dirname(join(out, path)), { recursive: true });
      writeFileSync(join(out, path), body);
    }
  } catch (error) {
    throw new CommandFailure(`cannot write to ${out}: ${(error as Error).message}`, { cause: error });
  }
}
