import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Call } from '../../cli/client.ts';
import { argumentsOf } from '../../cli/command.ts';
import { create, list, principal, remove } from '../../cli/principal.ts';

const keys = { Arn: 'arn:aws:iam::000000000000:user/alice', AccessKeyId: 'AKIAALICE', SecretAccessKey: 'secret' };
const other = '[alice]\naws_access_key_id = AKIAREAL\naws_secret_access_key = real\n';

function scene(isOwn = true, text?: string) {
  const credentials = join(mkdtempSync(join(tmpdir(), 'principal-')), 'credentials');
  if (text !== undefined) writeFileSync(credentials, text);
  const calls: [string, object][] = [];
  const call = async (target: string, input: { NextToken?: string }) => {
    calls.push([target, input]);
    const page = {
      Principals: [
        { Name: 'al', Arn: 'arn:al' },
        { Name: 'bobby', Arn: 'arn:bobby' },
      ],
    };
    return target.endsWith('ListPrincipals') ? (input.NextToken ? page : { ...page, NextToken: 'n' }) : keys;
  };
  return { session: { call: call as Call, credentials, isOwn, close: async () => {} }, calls, credentials };
}

describe('quaymaster principal', () => {
  it('creates one, prints its keys and adds its profile', async () => {
    const { session, calls, credentials } = scene();

    const lines = await create(session, { name: 'alice', policy: '{}' });

    expect(calls).toEqual([['Quaymaster.CreatePrincipal', { Name: 'alice', PolicyDocument: '{}' }]]);
    expect(lines).toEqual([
      'arn                    arn:aws:iam::000000000000:user/alice',
      'aws_access_key_id      AKIAALICE',
      'aws_secret_access_key  secret',
      `profile                alice in ${credentials}`,
    ]);
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
    expect(await remove(session, 'alice')).toEqual([`deleted alice; profile alice stays in ${credentials}`]);
    expect(readFileSync(credentials, 'utf8')).toBe(other);
  });

  it('replaces what is left of an earlier principal in the data folder', async () => {
    const { session, credentials } = scene(true, other);

    await create(session, { name: 'alice', policy: '{}' });

    expect(readFileSync(credentials, 'utf8')).not.toContain('AKIAREAL');
  });

  it('deletes one and its profile', async () => {
    const { session, calls, credentials } = scene(true, other);

    expect(await remove(session, 'alice')).toEqual([`deleted alice and its profile in ${credentials}`]);
    expect(calls).toEqual([['Quaymaster.DeletePrincipal', { Name: 'alice' }]]);
    expect(readFileSync(credentials, 'utf8')).not.toContain('alice');
  });

  it('deletes one without a profile', async () => {
    const { session, credentials } = scene();

    expect(await remove(session, 'alice')).toEqual(['deleted alice']);
    expect(existsSync(credentials)).toBe(false);
  });

  it('lists all pages', async () => {
    const { session } = scene();

    expect(await list(session)).toEqual(['al     arn:al', 'bobby  arn:bobby', 'al     arn:al', 'bobby  arn:bobby']);
  });

  it.each([
    [[], 'principal create, list or delete?'],
    [['make', 'alice'], "Unknown command 'principal make alice'"],
    [['create'], 'principal create needs a name'],
    [['create', 'default'], "a principal cannot be called 'default'"],
    [['create', 'alice'], 'principal create needs --policy FILE'],
    [['create', 'alice', 'bob'], "'bob' is too much"],
    [['create', 'alice', '--policy', '/no/file'], 'cannot read /no/file: ENOENT'],
  ])('refuses %j before it calls anybody', async (args, message) => {
    await expect(principal.run(argumentsOf(args, principal.options))).rejects.toThrow(message);
  });
});
