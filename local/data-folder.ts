import { randomBytes } from 'node:crypto';
import { accessSync, constants, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { editCredentials, type Keys, textOf, withProfile, writePrivate } from './credentials-file.ts';

/** Where the embedded program keeps all it has: absolute paths, and what OpenStack clients log in with. */
export interface DataFolder {
  path: string;
  /** AWS shared credentials file; its profile `default` is the administrator. */
  credentials: string;
  /** Shell exports that point AWS and OpenStack clients here. */
  env: string;
  /** OS_TOKEN: the administrator's, unguessable, the same for the folder's whole life. */
  token: string;
}

/** How clients reach a running program. */
export interface Published {
  url: string;
  region: string;
  administrator: Keys;
}

/** The one OpenStack project of the embedded program, named as its AWS account is. */
const project = '000000000000';

/** The paths of a data folder, whether or not it exists. */
export const dataPaths = (folder: string): Omit<DataFolder, 'token'> => {
  const path = resolve(folder);
  return { path, credentials: join(path, 'credentials'), env: join(path, 'env') };
};

/** Opens a data folder, and makes it for its owner alone where there is none. */
export function openDataFolder(folder: string): DataFolder {
  const paths = dataPaths(folder);
  const made = mkdirSync(paths.path, { recursive: true, mode: 0o700 });
  accessSync(paths.path, constants.R_OK | constants.W_OK | constants.X_OK);
  // It holds secrets and often lies in somebody's repository.
  if (made !== undefined) writeFileSync(join(paths.path, '.gitignore'), '*\n');
  return { ...paths, token: openToken(join(paths.path, 'token')) };
}

/** Whether others on this machine may look into the folder. */
export const isOpenToOthers = ({ path }: Pick<DataFolder, 'path'>): boolean =>
  process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0;

function openToken(file: string): string {
  const kept = textOf(file).trim();
  if (kept) return kept;
  const token = randomBytes(32).toString('base64url');
  writePrivate(file, `${token}\n`);
  return token;
}

/** Writes `credentials` and `env` for a program that has just started; other profiles stay as they are. */
export async function publish(folder: DataFolder, { url, region, administrator }: Published): Promise<void> {
  await editCredentials(folder.credentials, (text) => withProfile(text, 'default', administrator));
  const exports = {
    AWS_ENDPOINT_URL: url,
    AWS_SHARED_CREDENTIALS_FILE: folder.credentials,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    OS_AUTH_TYPE: 'admin_token',
    OS_ENDPOINT: `${url}/v1/${project}`,
    OS_TOKEN: folder.token,
    QUAYMASTER_DATA: folder.path,
  };
  writePrivate(folder.env, envText(exports));
}

/** Keys for another account in the same shell would win over the credentials file, so they go. */
const forget = 'unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_PROFILE';

/** The text of `env`: one export a line, quoted for any POSIX shell where it must be. */
export function envText(exports: Record<string, string>): string {
  const lines = Object.entries(exports).map(([name, value]) => `export ${name}=${quoted(value)}`);
  return `${[forget, ...lines].join('\n')}\n`;
}

const quoted = (value: string): string =>
  /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;

/** What the text of `env` exports, by name. */
export function exportsIn(text: string): Record<string, string> {
  const lines = text.split('\n').map((line) => /^export (\w+)=(.*)$/.exec(line) ?? []);
  return Object.fromEntries(lines.filter(([line]) => line).map(([, name = '', value = '']) => [name, unquoted(value)]));
}

const unquoted = (value: string): string =>
  value.startsWith("'") ? value.slice(1, -1).replaceAll(`'\\''`, "'") : value;
