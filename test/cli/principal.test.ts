import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Call } from '../../cli/client.ts';
import { pagesFrom } from '../../cli/pages.ts';
import { create, linesOf, remove } from '../../cli/principal.ts';
import { typed } from './typed.ts';

const keys = { Arn: 'arn:aws:iam::000000000000:user/alice', AccessKeyId: 'AKIAALICE', SecretAccessKey: 'secret' };
const other = '[alice]\naws_access_key_id = AKIAREAL\naws_secret_access_key = real\n';

const al = { Name: 'al', Arn: 'arn:al' };
const bobby = { Name: 'bobby', Arn: 'arn:bobby' };

function scene(isOwn = true, text?: string) {
  const credentials = join(mkdtempSync(join(tmpdir(), 'principal-')), 'credentials');
  if (text !== undefined) writeFileSync(credentials, text);
  const calls: [string, object][] = [];
  const call = async (target: string, input: { NextToken?: string }) => {
    calls.push([target, input]);
    const page = {
      Principals: [al, bobby],
    };
    return target.endsWith('ListPrincipals') ? (input.NextToken ? page : { ...page, NextToken: 'n' }) : keys;
  };
  return { session: { call: call as Call, credentials, isOwn, close: async () => {} }, calls, credentials };
}

describe('quaymaster principal', () => {
  it('creates one, prints its keys and adds its profile', async () => {
    const { session, calls, credentials } = scene();

    const made = await create(session, { name: 'alice', policy: '{}' });

    expect(calls).toEqual([['Quaymaster.CreatePrincipal', { Name: 'alice', PolicyDocument: '{}' }]]);
    expect(linesOf(made)).toEqual([
      'arn                    arn:aws:iam::000000000000:user/alice',
      'aws_access_key_id      AKIAALICE',
      'aws_secret_access_key  secret',
      `profile                alice in ${credentials}`,
    ]);
    expect(made).toEqual({
      Arn: 'arn:aws:iam::000000000000:user/alice',
      AccessKeyId: 'AKIAALICE',
      SecretAccessKey: 'secret',
      Profile: 'alice',
      CredentialsFile: credentials,
    });
    expect(readFileSync(credentials, 'utf8')).toBe(
      '[alice]\naws_access_key_id = AKIAALICE\naws_secret_access_key = secret\n',
    );
  });

  it('never replaces keys in somebody’s own credentials file', async () => {
    const { session, calls, credentials } = scene(false, other);

    await expect(create(session, { name: 'alice', policy: '{}' })).rejects.toThrow(
      `${credentials} already has a profile alice`,
    );
    expect(calls).toEqual([]);
    expect(await remove(session, 'alice')).toEqual({ Name: 'alice', Profile: 'kept', CredentialsFile: credentials });
    expect(readFileSync(credentials, 'utf8')).toBe(other);
  });

  it('replaces what is left of an earlier principal in the data folder', async () => {
    const { session, credentials } = scene(true, other);

    await create(session, { name: 'alice', policy: '{}' });

    expect(readFileSync(credentials, 'utf8')).not.toContain('AKIAREAL');
  });

  it('deletes one and its profile', async () => {
    const { session, calls, credentials } = scene(true, other);

    expect(await remove(session, 'alice')).toEqual({ Name: 'alice', Profile: 'deleted', CredentialsFile: credentials });
    expect(calls).toEqual([['Quaymaster.DeletePrincipal', { Name: 'alice' }]]);
    expect(readFileSync(credentials, 'utf8')).not.toContain('alice');
  });

  it('deletes one without a profile', async () => {
    const { session, credentials } = scene();

    expect(await remove(session, 'alice')).toEqual({ Name: 'alice' });
    expect(existsSync(credentials)).toBe(false);
  });

  it('lists all pages', async () => {
    const { session } = scene();

    const all = await pagesFrom(session.call, 'Quaymaster.ListPrincipals', { member: 'Principals' });
    const some = await pagesFrom(session.call, 'Quaymaster.ListPrincipals', { member: 'Principals', limit: 3 });

    expect(all).toEqual([al, bobby, al, bobby]);
    expect(some).toEqual([al, bobby, al]);
  });

  it.each([
    [[], 'principal create, list or delete? quaymaster principal create NAME --policy FILE'],
    [['make', 'alice'], "unknown command 'make'"],
    [['create'], 'principal create needs NAME: quaymaster principal create alice --policy approver.json'],
    [['create', 'default', '--policy', 'package.json'], "a principal cannot be called 'default'"],
    [['create', 'alice'], 'principal create needs --policy FILE: quaymaster principal create'],
    [['create', 'alice', 'bob'], "principal create takes no 'bob'"],
    [['create', 'alice', '--policy', '/no/file'], 'cannot read /no/file: ENOENT'],
  ])('refuses %j before it calls anybody', async (args, message) => {
    await expect(async () => typed('principal', ...args)).rejects.toThrow(message);
  });
});
