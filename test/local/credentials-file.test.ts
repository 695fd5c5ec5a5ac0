import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { editCredentials, profileIn, withoutProfile, withProfile, writePrivate } from '../../local/credentials-file.ts';

const file = `# kept
[default]
aws_access_key_id = AKIADEFAULT
aws_secret_access_key=se=cret/+
role = any

[ alice ] ; a comment
aws_access_key_id=AKIAALICE
aws_secret_access_key = two
aws_session_token = three
`;
const keys = { accessKeyId: 'AKIANEW', secretAccessKey: 'new' };

describe('a credentials file', () => {
  it('gives the keys of a profile', () => {
    expect(profileIn(file, 'default')).toEqual({ accessKeyId: 'AKIADEFAULT', secretAccessKey: 'se=cret/+' });
    expect(profileIn(file, 'alice')).toEqual({
      accessKeyId: 'AKIAALICE',
      secretAccessKey: 'two',
      sessionToken: 'three',
    });
  });

  it('has no keys for a profile that is absent or half', () => {
    expect(profileIn(file, 'bob')).toBeUndefined();
    expect(profileIn('[bob]\naws_access_key_id = A\n', 'bob')).toBeUndefined();
  });

  it('takes a new profile and keeps the rest', () => {
    const text = withProfile(file, 'bob', keys);

    expect(text).toBe(`${file}\n[bob]\naws_access_key_id = AKIANEW\naws_secret_access_key = new\n`);
  });

  it('replaces a profile', () => {
    const text = withProfile(file, 'default', keys);

    expect(profileIn(text, 'default')).toEqual(keys);
    expect(profileIn(text, 'alice')?.accessKeyId).toBe('AKIAALICE');
    expect(text.match(/\[default\]/g)).toHaveLength(1);
  });

  it('starts with its first profile', () => {
    expect(withProfile('', 'default', keys)).toBe(
      '[default]\naws_access_key_id = AKIANEW\naws_secret_access_key = new\n',
    );
  });

  it('loses a profile and nothing else', () => {
    expect(withoutProfile(file, 'default')).toBe(`# kept\n${file.slice(file.indexOf('[ alice'))}`);
    expect(withoutProfile(file, 'bob')).toBe(file);
  });
});

describe('editing a credentials file', () => {
  const folder = () => mkdtempSync(join(tmpdir(), 'credentials-'));

  it('keeps every one of many edits at once', async () => {
    const path = join(folder(), 'credentials');
    const names = ['a', 'b', 'c', 'd', 'e'];

    await Promise.all(names.map((name) => editCredentials(path, (text) => withProfile(text, name, keys))));

    for (const name of names) expect(profileIn(readFileSync(path, 'utf8'), name)).toEqual(keys);
  });

  it('leaves a file only its owner can read, and nothing beside it', async () => {
    const path = folder();
    writeFileSync(join(path, 'credentials'), '', { mode: 0o644 });

    await editCredentials(join(path, 'credentials'), () => 'x');

    expect(statSync(join(path, 'credentials')).mode & 0o777).toBe(0o600);
    expect(readdirSync(path)).toEqual(['credentials']);
  });

  it('waits for another command that edits', async () => {
    const path = join(folder(), 'credentials');
    writeFileSync(`${path}.lock`, '');

    const edited = editCredentials(path, (text) => `${text}, then mine`);
    writeFileSync(path, 'theirs');
    rmSync(`${path}.lock`);
    await edited;

    expect(readFileSync(path, 'utf8')).toBe('theirs, then mine');
  });

  it('gets past the lock of a command that crashed', async () => {
    const path = join(folder(), 'credentials');
    writeFileSync(`${path}.lock`, '');
    utimesSync(`${path}.lock`, 0, 0);

    await editCredentials(path, () => 'edited');

    expect(readFileSync(path, 'utf8')).toBe('edited');
  });

  it('writes through a link', () => {
    const path = folder();
    writeFileSync(join(path, 'real'), 'old');
    symlinkSync(join(path, 'real'), join(path, 'link'));

    writePrivate(join(path, 'link'), 'new');

    expect(readFileSync(join(path, 'real'), 'utf8')).toBe('new');
  });
});
