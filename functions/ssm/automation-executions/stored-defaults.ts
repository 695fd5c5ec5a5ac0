import type { Caller } from '../../api/action.ts';
import { AwsError, AwsUnreachable, AwsUnusable } from '../../ports/aws-api.ts';
import type { Json } from '../../ports/json.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Runbook } from '../documents/runbook.ts';
import { invalidAutomationExecutionParameters } from '../errors.ts';
import { interpolate, references, UnresolvedReference } from '../expressions/interpolate.ts';
import { ssmDefaults, startParameters } from '../expressions/parameters.ts';
import { isMap, plainTexts } from '../expressions/typed-value.ts';
import { assumedRole } from '../steps/role.ts';

type Given = Record<string, string[]>;

/** For whom parameters are read: the execution that is about to start, and its caller. */
export interface Reader {
  id: string;
  caller: Pick<Caller, 'account' | 'region'>;
}

/**
 * The parameters of a start with those defaults filled in that name parameters of Parameter Store, `{{ssm:name}}`, with a version or label after a
 * second colon: read once, under the runbook's role, so that the run keeps what it began with. Throws InvalidAutomationExecutionParametersException.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-document-parameter-store-example.html
 */
export async function withStoredDefaults(
  { runbook, given = {} }: { runbook: Runbook; given: Given | undefined },
  ports: Pick<Ports, 'aws' | 'clock'>,
  reader: Reader,
): Promise<Given> {
  const { parameters: definitions } = runbook;
  const pending = ssmDefaults(definitions).filter((name) => !Object.hasOwn(given, name));
  if (!pending.length) return given;
  // What is wrong without them is told before anything is read.
  const others = Object.entries(definitions).filter(([name]) => !pending.includes(name));
  const { values } = startParameters(Object.fromEntries(others), given);
  const roleArn = roleOf(runbook, { ...reader.caller, id: reader.id, values }, ports.clock.now());
  const read = await readAll(
    pending.map((name) => definitions[name]?.default ?? null),
    (name) => readParameter(name, ports, { ...reader, roleArn }),
  );
  const texts = pending.map((name) => [name, textsOf(definitions[name]?.default ?? null, read)] as const);
  return { ...given, ...Object.fromEntries(texts) };
}

function roleOf(runbook: Runbook, execution: Parameters<typeof assumedRole>[1], now: number): string | undefined {
  try {
    return assumedRole(runbook, execution, now);
  } catch (error) {
    if (!(error instanceof UnresolvedReference)) throw error;
    throw invalidAutomationExecutionParameters("The format of the supplied assume role ARN isn't valid.");
  }
}

type Read = ReadonlyMap<string, Json>;

/** Reads each parameter that the defaults name once, by its reference. */
async function readAll(defaults: Json[], read: (name: string) => Promise<Json>): Promise<Read> {
  const names = new Set(defaults.flatMap(references).filter((reference) => reference.startsWith('ssm:')));
  const values = [...names].map(async (name) => [name, await read(name.slice('ssm:'.length))] as const);
  return new Map(await Promise.all(values));
}

/** A default as the caller would have given it; what else stands in braces stays. */
const textsOf = (written: Json, read: Read): string[] =>
  plainTexts(interpolate(written, (reference) => read.get(reference) ?? `{{ ${reference} }}`));

/** The value of a parameter of the store: a text, or the items of a StringList. */
async function readParameter(
  name: string,
  { aws }: Pick<Ports, 'aws'>,
  { id, caller, roleArn }: Reader & { roleArn: string | undefined },
): Promise<Json> {
  const answer = await aws
    .call({
      service: 'ssm',
      operation: 'GetParameter',
      input: { Name: name },
      region: caller.region,
      sessionName: id,
      ...(roleArn !== undefined && { roleArn }),
    })
    .catch((error: unknown) => refuse(name, error));
  const { Type: type, Value: value } = isMap(answer.Parameter) ? answer.Parameter : {};
  if (type === 'SecureString')
    throw invalidAutomationExecutionParameters(
      `The SSM parameter ${name} is of type SecureString, which is not supported in the default of a parameter.`,
    );
  const text = typeof value === 'string' ? value : '';
  return type === 'StringList' ? text.split(',') : text;
}

function refuse(name: string, error: unknown): never {
  if (error instanceof AwsError && error.operation === 'AssumeRole')
    throw invalidAutomationExecutionParameters('The defined assume role is unable to be assumed.');
  throw invalidAutomationExecutionParameters(`The SSM parameter ${name} could not be read: ${reasonOf(error)}`);
}

/** What AWS said, or why it could not be asked; anything else is thrown on. */
function reasonOf(error: unknown): string {
  if (error instanceof AwsError) return [error.code, error.message].filter(Boolean).join(': ');
  if (error instanceof AwsUnreachable || error instanceof AwsUnusable) return error.message;
  throw error;
}
