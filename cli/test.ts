import { dirname, resolve } from 'node:path';
import { ApiError } from '../functions/api/error.ts';
import type { Json } from '../functions/ports/json.ts';
import { readContent } from '../functions/ssm/documents/content.ts';
import { type Body, CommandFailure, listOption, readText, textOption } from './command.ts';
import { formatOf, readRunbook, type RunbookFile } from './document.ts';
import { harmless } from './harmless.ts';
import { tell } from './output.ts';
import { type Parameters, parametersFrom } from './parameters.ts';
import { positionsIn } from './positions.ts';
import { unmet } from './rehearsal/expect.ts';
import { InvalidField } from './rehearsal/fields.ts';
import { type Mocks, mocksFrom } from './rehearsal/mocks.ts';
import { NotStarted, rehearse } from './rehearsal/rehearse.ts';
import { reportOf, type Verdict } from './rehearsal/report.ts';
import { openTerminal } from './terminal.ts';

/** quaymaster test: a runbook against its mocks. */
export const test: Body = async (given) => {
  const [file = '', ...rest] = given.positionals;
  const verdict = await tested(file, textOption(given, 'mocks') ?? '', [...listOption(given, 'parameters'), ...rest]);
  const { look } = openTerminal(() => {});
  await tell(given, { value: verdict, lines: (told) => reportOf(told, look) });
  return verdict.passed ? 0 : 1;
};

/** Tests the runbook of a file with the mocks of another; `parameters` are as typed. */
export async function tested(file: string, mocksFile: string, parameters: string[]): Promise<Verdict> {
  const runbook = readRunbook(file);
  const mocks = readMocks(mocksFile);
  const others = Object.entries(mocks.documents).map(([name, path]): RunbookFile => {
    return { ...readRunbook(resolve(dirname(mocksFile), path)), name };
  });
  const given = { ...ofMocks(mocks.parameters, runbook), ...parametersFrom(parameters, runbook.types) };
  const warn = (line: string) => console.error(harmless(line));
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
