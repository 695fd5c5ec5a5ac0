import { dirname, resolve } from 'node:path';
import { ApiError } from '../functions/api/error.ts';
import type { Json } from '../functions/ports/json.ts';
import { readContent } from '../functions/ssm/documents/content.ts';
import {
  type Command,
  CommandFailure,
  isJsonWanted,
  outputHelp,
  outputOption,
  readText,
  textOption,
  UsageError,
} from './command.ts';
import { formatOf, readRunbook, type RunbookFile } from './document.ts';
import { type Parameters, parametersFrom } from './parameters.ts';
import { positionsIn } from './positions.ts';
import { unmet } from './rehearsal/expect.ts';
import { InvalidField } from './rehearsal/fields.ts';
import { type Mocks, mocksFrom } from './rehearsal/mocks.ts';
import { NotStarted, rehearse } from './rehearsal/rehearse.ts';
import { reportOf, type Verdict } from './rehearsal/report.ts';
import { openTerminal } from './terminal.ts';

const help = `quaymaster test FILE --mocks MOCKS [options]: runs a runbook without AWS, without a server and without waiting

  --mocks MOCKS     what AWS, people, scripts and webhooks answer, and what must be true in the end (YAML or JSON)
  --parameters K=V  one each, also as FILE K=V ...; they come before those of the mocks
${outputHelp}

It shows the steps, their outputs and the calls they made. A call that the mocks do not answer fails the test and is
printed as the mock to add: begin with an empty file. docs/testing-runbooks.md tells all.
Exit code: 0 as expected (Success where nothing is expected), 1 otherwise, 2 a command line nobody can run.`;

/** quaymaster test: a runbook against its mocks. */
export const test: Command = {
  help,
  options: { mocks: { type: 'string' }, parameters: { type: 'string', multiple: true }, ...outputOption },
  async run(given) {
    const [file, ...rest] = given.positionals;
    const mocksFile = textOption(given, 'mocks');
    if (!file || !mocksFile)
      throw new UsageError('test needs a runbook and its mocks: quaymaster test FILE --mocks MOCKS');
    const isJson = isJsonWanted(given);
    const verdict = await tested(file, mocksFile, [...[given.values.parameters ?? []].flat().map(String), ...rest]);
    const { look } = openTerminal(() => {});
    console.log(isJson ? JSON.stringify(verdict, null, 2) : reportOf(verdict, look).join('\n'));
    return verdict.passed ? 0 : 1;
  },
};

/** Tests the runbook of a file with the mocks of another; `parameters` are as typed. */
export async function tested(file: string, mocksFile: string, parameters: string[]): Promise<Verdict> {
  const runbook = readRunbook(file);
  const mocks = readMocks(mocksFile);
  const others = Object.entries(mocks.documents).map(([name, path]): RunbookFile => {
    return { ...readRunbook(resolve(dirname(mocksFile), path)), name };
  });
  const given = { ...ofMocks(mocks.parameters, runbook), ...parametersFrom(parameters, runbook.types) };
  const warn = (line: string) => console.error(line);
  const rehearsal = await rehearse({ runbook, others, parameters: given, mocks, warn }).catch(asFailure);
  const failed = mocks.expect ? unmet(mocks.expect, rehearsal.execution) : [];
  const isWell = mocks.expect?.status !== undefined || rehearsal.execution.status === 'Success';
  const passed = isWell && [failed, rehearsal.missing, rehearsal.problems].every((list) => list.length === 0);
  return { passed, unmet: failed, ...rehearsal };
}

/** The parameters of the mocks as StartAutomationExecution takes them. */
const ofMocks = (parameters: Mocks['parameters'], { types }: RunbookFile): Parameters =>
  parametersFrom([JSON.stringify(parameters)], types);

function asFailure(error: unknown): never {
  if (error instanceof ApiError) throw new CommandFailure(`${error.code}: ${error.message}`, { cause: error });
  if (error instanceof NotStarted) throw new CommandFailure(error.message.trimEnd(), { cause: error });
  throw error;
}

function readMocks(file: string): Mocks {
  const text = readText(file);
  try {
    return mocksFrom(contentOf(text));
  } catch (error) {
    if (error instanceof ApiError) throw new CommandFailure(`${file}: ${error.message}`, { cause: error });
    if (!(error instanceof InvalidField)) throw error;
    const { line, column } = positionsIn(text)(error.path);
    throw new CommandFailure(`${file}:${line}:${column}: ${error.message}`, { cause: error });
  }
}

/** An empty file mocks nothing, yet. */
const contentOf = (text: string): Json => (text.trim() === '' ? {} : (readContent(text, formatOf(text)) ?? {}));
