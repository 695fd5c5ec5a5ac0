import { CommandFailure } from './command.ts';

/** What the embedded program was to use, for the words of a failure. */
export interface Place {
  data: string;
  host: string;
  port: number;
}

interface SystemError extends Error {
  code?: string;
  syscall?: string;
  path?: string;
  /** SQLite's result code. */
  errcode?: number;
}

const busy = 5;
const fullDisk = 13;
const damaged = new Set([11, 26]);

/** Whether a start failed because another program has the data folder open. */
export const isInUse = (error: unknown): boolean => primaryCode(error) === busy;

/** SQLite's extended result codes carry the primary one in their low byte (https://www.sqlite.org/rescode.html). */
function primaryCode(error: unknown): number | undefined {
  const { errcode } = error as SystemError;
  return errcode === undefined ? undefined : errcode & 0xff;
}

/** Why the embedded program did not start, in one line; what is nobody's fault but ours comes back as it is. */
export function startFailure(error: unknown, place: Place): unknown {
  const words = ofFile(error, place) ?? ofSqlite(error, place) ?? ofTls(error) ?? ofSystem(error as SystemError, place);
  return words === undefined ? error : new CommandFailure(words, { cause: error });
}

/** Why a file or folder cannot be used, in one line; what is none's fault comes back as it is. */
export function fileFailure(error: unknown): unknown {
  const words = ofPath(error as SystemError);
  return words === undefined ? error : new CommandFailure(words, { cause: error });
}

function ofFile(error: unknown, { data }: Place): string | undefined {
  const { name, message } = error as Error;
  if (name === 'NewerFormat')
    return `${data} was written by a newer Quaymaster; start that one, or choose another folder with --data`;
  return name === 'DamagedFile' ? `${data} is damaged: ${message}; put back a copy of it that is whole` : undefined;
}

function ofSqlite(error: unknown, { data }: Place): string | undefined {
  const code = primaryCode(error);
  if (code === undefined) return undefined;
  if (code === busy) return `${data} is in use by another program; stop it, or choose another folder with --data`;
  if (code === fullDisk) return `the disk of ${data} is full`;
  const { message } = error as Error;
  if (damaged.has(code)) return `${data} is damaged: ${message}; put back a copy of it that is whole`;
  return `${data} cannot be used: ${message}`;
}

function ofTls(error: unknown): string | undefined {
  const { code = '', message } = error as SystemError;
  if (!code.startsWith('ERR_OSSL_')) return undefined;
  return `--tls-cert and --tls-key are not a certificate and its key in PEM: ${message}`;
}

const listening: Record<string, (place: Place) => string> = {
  EADDRINUSE: ({ port }) => `port ${port} is in use; choose another with --port (0 takes any free one)`,
  EACCES: ({ port }) => `port ${port} is not allowed for this user; choose one above 1023 with --port`,
  EADDRNOTAVAIL: ({ host }) => `${host} is not an address of this machine`,
  ENOTFOUND: ({ host }) => `${host} is not an address of this machine`,
};

const files: Record<string, string> = {
  EACCES: 'is not writable for this user',
  EPERM: 'is not writable for this user',
  EROFS: 'is on a read-only disk',
  ENOTDIR: 'is not a folder',
  EEXIST: 'is not a folder',
  ENOSPC: 'is on a full disk',
  ENOENT: 'does not exist',
};

function ofSystem(error: SystemError, place: Place): string | undefined {
  const { code = '', syscall } = error;
  if (syscall === 'listen' || syscall === 'getaddrinfo') return listening[code]?.(place);
  return ofPath(error);
}

function ofPath({ code = '', path }: SystemError): string | undefined {
  const words = files[code];
  return words === undefined || path === undefined ? undefined : `${path} ${words}`;
}
