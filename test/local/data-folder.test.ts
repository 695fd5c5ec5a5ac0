import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { profileIn, withProfile } from '../../local/credentials-file.ts';
import { envText, exportsIn, isOpenToOthers, openDataFolder, publish } from '../../local/data-folder.ts';

const scratch = () => mkdtempSync(join(tmpdir(), 'data-folder-'));
const administrator = { accessKeyId: 'AKIAADMIN', secretAccessKey: 'secret' };
const published = { url: 'http://127.0.0.1:4500', region: 'us-east-1', administrator };
const mode = (path: string) => statSync(path).mode & 0o777;

describe('a data folder', () => {
  it('is made for its owner alone', () => {
    const folder = openDataFolder(join(scratch(), 'deep', 'data'));

    expect(mode(folder.path)).toBe(0o700);
    expect(isOpenToOthers(folder)).toBe(false);
    expect(readFileSync(join(folder.path, '.gitignore'), 'utf8')).toBe('*\n');
  });

  it('tells when others may look into one that was there', () => {
    const path = scratch();
    chmodSync(path, 0o755);

    expect(isOpenToOthers(openDataFolder(path))).toBe(true);
  });

  it('keeps its token', () => {
    const path = scratch();

    const first = openDataFolder(path).token;

    expect(first).toMatch(/^[\w-]{43}$/);
    expect(openDataFolder(path).token).toBe(first);
    expect(openDataFolder(scratch()).token).not.toBe(first);
    expect(mode(join(path, 'token'))).toBe(0o600);
  });

  it('cannot be a file', () => {
    const path = join(scratch(), 'file');
    writeFileSync(path, '');

    expect(() => openDataFolder(path)).toThrow('EEXIST');
  });

  it('tells clients where the program is and who they are', async () => {
    const folder = openDataFolder(scratch());

    await publish(folder, published);

    expect(exportsIn(readFileSync(folder.env, 'utf8'))).toEqual({
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4500',
      AWS_SHARED_CREDENTIALS_FILE: folder.credentials,
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      OS_AUTH_TYPE: 'admin_token',
      OS_ENDPOINT: 'http://127.0.0.1:4500/v1/000000000000',
      OS_TOKEN: folder.token,
      QUAYMASTER_DATA: folder.path,
    });
    expect(profileIn(readFileSync(folder.credentials, 'utf8'), 'default')).toEqual(administrator);
    expect([mode(folder.env), mode(folder.credentials)]).toEqual([0o600, 0o600]);
  });

  it('keeps the other principals when the program starts again', async () => {
    const folder = openDataFolder(scratch());
    const alice = { accessKeyId: 'AKIAALICE', secretAccessKey: 'alice' };
    writeFileSync(folder.credentials, withProfile('', 'alice', alice));

    await publish(folder, published);

    expect(profileIn(readFileSync(folder.credentials, 'utf8'), 'alice')).toEqual(alice);
  });
});

describe('the env file', () => {
  const odd = `it's "$HOME" \`x\` & more`;

  it('survives a shell whatever the values hold', () => {
    const path = join(scratch(), "an odd 'place'");
    mkdirSync(path);
    writeFileSync(join(path, 'env'), envText({ ODD: odd, PLAIN: '/a/b' }));

    const seen = execFileSync('sh', ['-c', '. ./env; printf "%s|%s|%s" "$ODD" "$PLAIN" "$AWS_PROFILE"'], {
      cwd: path,
      env: { AWS_PROFILE: 'work' },
    });

    expect(seen.toString()).toBe(`${odd}|/a/b|`);
  });

  it('reads back what it wrote', () => {
    expect(exportsIn(envText({ ODD: odd, PLAIN: '/a/b' }))).toEqual({ ODD: odd, PLAIN: '/a/b' });
  });
});
