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
import { telling } from './calling.ts';
import { type Body, CommandFailure, listOption, readText, textOption, UsageError } from './command.ts';
import { pagesFrom } from './pages.ts';
import type { Session } from './session.ts';
import { type Column, sheet, tableOf } from './table.ts';

/** quaymaster principal create: keys for somebody, or trust in an IAM identity that has its own. */
export const createPrincipal: Body = async (given) => {
  const [name = ''] = given.positionals;
  // The administrator's keys stand under this name, and clients take them unasked.
  if (name === 'default') throw new UsageError("a principal cannot be called 'default'");
  const policy = policyIn(textOption(given, 'policy') ?? '');
  const groups = listOption(given, 'group');
  const arn = textOption(given, 'arn');
  return telling(
    given,
    (session) => (arn ? trust(session, { name, policy, groups, arn }) : create(session, { name, policy, groups })),
    linesOf,
  );
};

/** quaymaster principal delete: access and profile. */
export const deletePrincipal: Body = (given) => {
  const [name = ''] = given.positionals;
  if (name === 'default') throw new UsageError("a principal cannot be called 'default'");
  return telling(given, (session) => remove(session, name), removedLines);
};

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

/** What was made: keys and the profile that holds them, or nothing but an ARN where the keys are IAM's. */
type Made = Pick<Created, 'Arn'> & Partial<Created> & { Profile?: string; CredentialsFile?: string };

/** The same for people. */
export const linesOf = ({ Arn, AccessKeyId, SecretAccessKey, Profile, CredentialsFile }: Made): string[] => [
  `arn                    ${Arn}`,
  ...(AccessKeyId ? [`aws_access_key_id      ${AccessKeyId}`, `aws_secret_access_key  ${SecretAccessKey}`] : []),
  ...(Profile ? [`profile                ${Profile} in ${CredentialsFile}`] : []),
];

/** Creates a principal of an IAM identity, which has keys of its own. */
async function trust(
  { call }: Pick<Session, 'call'>,
  { name, arn, policy, groups }: { name: string; arn: string; policy: string; groups: string[] },
): Promise<Made> {
  const input = { Name: name, Arn: arn, PolicyDocument: policy, ...(groups.length && { Groups: groups }) };
  const { Arn } = await call<{ Arn: string }>('Quaymaster.CreatePrincipal', input);
  return { Arn };
}

/** Creates a principal and adds its profile. */
export async function create(
  { call, credentials, isOwn }: Pick<Session, 'call' | 'credentials' | 'isOwn'>,
  { name, policy, groups = [] }: { name: string; policy: string; groups?: string[] },
): Promise<Made> {
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
  const { Arn, AccessKeyId, SecretAccessKey } = made;
  return { Arn, AccessKeyId, SecretAccessKey, Profile: name, CredentialsFile: credentials };
}

/** Deletes a principal, and its profile where that holds no other principal's keys. */
export async function remove(
  { call, credentials, isOwn }: Pick<Session, 'call' | 'credentials' | 'isOwn'>,
  name: string,
): Promise<Removed> {
  await call('Quaymaster.DeletePrincipal', { Name: name });
  if (!profileIn(textOf(credentials), name)) return { Name: name };
  if (isOwn) await editCredentials(credentials, (text) => withoutProfile(text, name));
  return { Name: name, Profile: isOwn ? 'deleted' : 'kept', CredentialsFile: credentials };
}

/** What was deleted: the principal, and its profile where that is ours to delete. */
interface Removed {
  Name: string;
  Profile?: 'deleted' | 'kept';
  CredentialsFile?: string;
}

function removedLines({ Name, Profile, CredentialsFile }: Removed): string[] {
  if (!Profile) return [`deleted ${Name}`];
  if (Profile === 'kept') return [`deleted ${Name}; profile ${Name} stays in ${CredentialsFile}`];
  return [`deleted ${Name} and its profile in ${CredentialsFile}`];
}

interface Listed {
  Name: string;
  Arn: string;
}

const columns: Column<Listed>[] = [
  ['NAME', ({ Name }) => Name],
  ['ARN', ({ Arn }) => Arn],
];

/** quaymaster principal list: all principals. */
export const listPrincipals: Body = (given) =>
  telling(
    given,
    ({ call }) => pagesFrom<Listed>(call, 'Quaymaster.ListPrincipals', { member: 'Principals' }),
    (rows) => tableOf(rows, columns, sheet()),
  );
