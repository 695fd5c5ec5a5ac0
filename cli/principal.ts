import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  editCredentials,
  type Keys,
  profileIn,
  textOf,
  withoutProfile,
  withProfile,
} from '../local/credentials-file.ts';
import { inWords } from './client.ts';
import { type Arguments, type Command, CommandFailure, readText, textOption, UsageError } from './command.ts';
import { openSession, type Session, sessionHelp, sessionOptions } from './session.ts';

const help = `quaymaster principal create NAME --policy FILE   a principal with an IAM policy; prints its keys
quaymaster principal list                        all principals
quaymaster principal delete NAME                 takes a principal's access away

  --policy FILE     an IAM policy, JSON
  --arn ARN         of an IAM user or role, which calls an account's /iam/ routes with its own keys and gets none here
  --group NAME      a group it is in, for approvals that ask for one; may be repeated
${sessionHelp}

create adds profile NAME to the credentials file, delete removes it: AWS_PROFILE=NAME aws ...`;

/** quaymaster principal: who may call the server, and as whom. */
export const principal: Command = {
  help,
  options: {
    policy: { type: 'string' },
    arn: { type: 'string' },
    group: { type: 'string', multiple: true },
    ...sessionOptions,
  },
  async run(given) {
    const act = actionOf(given);
    const session = await openSession(given);
    try {
      for (const line of await act(session)) console.log(line);
    } catch (error) {
      throw inWords(error);
    } finally {
      await session.close();
    }
    return 0;
  },
};

type Act = (session: Session) => Promise<string[]>;

function actionOf(given: Arguments): Act {
  const [verb, name, ...rest] = given.positionals;
  if (rest.length) throw new UsageError(`'${rest.join(' ')}' is too much`);
  if (verb === 'list' && name === undefined) return list;
  if (verb !== 'create' && verb !== 'delete')
    throw new UsageError(
      verb
        ? `Unknown command 'principal ${[verb, name].join(' ').trim()}'`
        : 'principal create, list or delete? quaymaster principal create NAME --policy FILE',
    );
  if (!name) throw new UsageError(`principal ${verb} needs a name`);
  // The administrator's keys stand under this name, and clients take them unasked.
  if (name === 'default') throw new UsageError("a principal cannot be called 'default'");
  return verb === 'delete' ? (session) => remove(session, name) : creation(given, name);
}

function creation(given: Arguments, name: string): Act {
  const file = textOption(given, 'policy');
  if (!file) throw new UsageError('principal create needs --policy FILE');
  const policy = policyIn(file);
  const groups = [given.values.group ?? []].flat().filter((group) => typeof group === 'string');
  const arn = textOption(given, 'arn');
  return (session) => (arn ? trust(session, { name, policy, groups, arn }) : create(session, { name, policy, groups }));
}

function policyIn(file: string): string {
  const text = readText(file);
  try {
    JSON.parse(text);
  } catch (error) {
    throw new CommandFailure(`${file} is no JSON: ${(error as Error).message}`, { cause: error });
  }
  return text;
}

interface Created {
  Arn: string;
  AccessKeyId: string;
  SecretAccessKey: string;
}

/** Creates a principal of an IAM identity, which has keys of its own; answers with the line to print. */
export async function trust(
  { call }: Pick<Session, 'call'>,
  { name, arn, policy, groups }: { name: string; arn: string; policy: string; groups: string[] },
): Promise<string[]> {
  const input = { Name: name, Arn: arn, PolicyDocument: policy, ...(groups.length && { Groups: groups }) };
  const made = await call<{ Arn: string }>('Quaymaster.CreatePrincipal', input);
  return [`arn                    ${made.Arn}`];
}

/** Creates a principal and adds its profile; answers with the lines to print. */
export async function create(
  { call, credentials, isOwn }: Session,
  { name, policy, groups = [] }: { name: string; policy: string; groups?: string[] },
): Promise<string[]> {
  // Somebody's own credentials file may hold keys of a real account under this name.
  if (!isOwn && profileIn(textOf(credentials), name))
    throw new CommandFailure(`${credentials} already has a profile ${name}; take another name or file`);
  const made = await call<Created>('Quaymaster.CreatePrincipal', {
    Name: name,
    PolicyDocument: policy,
    ...(groups.length && { Groups: groups }),
  });
  const keys: Keys = { accessKeyId: made.AccessKeyId, secretAccessKey: made.SecretAccessKey };
  mkdirSync(dirname(credentials), { recursive: true, mode: 0o700 });
  await editCredentials(credentials, (text) => withProfile(text, name, keys));
  return [
    `arn                    ${made.Arn}`,
    `aws_access_key_id      ${made.AccessKeyId}`,
    `aws_secret_access_key  ${made.SecretAccessKey}`,
    `profile                ${name} in ${credentials}`,
  ];
}

/** Deletes a principal, and its profile where that holds no other principal's keys. */
export async function remove({ call, credentials, isOwn }: Session, name: string): Promise<string[]> {
  await call('Quaymaster.DeletePrincipal', { Name: name });
  if (!profileIn(textOf(credentials), name)) return [`deleted ${name}`];
  if (!isOwn) return [`deleted ${name}; profile ${name} stays in ${credentials}`];
  await editCredentials(credentials, (text) => withoutProfile(text, name));
  return [`deleted ${name} and its profile in ${credentials}`];
}

interface Listed {
  Principals: { Name: string; Arn: string }[];
  NextToken?: string;
}

/** One line for each principal. */
export async function list({ call }: Pick<Session, 'call'>): Promise<string[]> {
  const principals: Listed['Principals'] = [];
  for (let next: string | undefined = ''; next !== undefined;) {
    const page: Listed = await call('Quaymaster.ListPrincipals', next ? { NextToken: next } : {});
    principals.push(...page.Principals);
    next = page.NextToken;
  }
  const width = Math.max(0, ...principals.map(({ Name }) => Name.length));
  return principals.map(({ Name, Arn }) => `${Name.padEnd(width)}  ${Arn}`);
}
