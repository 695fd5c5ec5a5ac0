import {
  chmodSync,
  closeSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** The keys of one profile, as the AWS clients read them. */
export interface Keys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/**
 * The keys of a profile in an AWS shared credentials file's text; undefined where it has none.
 * Source: https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
 */
export function profileIn(text: string, name: string): Keys | undefined {
  const settings = new Map<string, string>();
  for (const line of sectionsOf(text)
    .filter((section) => section.name === name)
    .flatMap(({ lines }) => lines)) {
    const [, key = '', value = ''] = /^\s*([^#;=\s]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    settings.set(key.toLowerCase(), value);
  }
  const accessKeyId = settings.get('aws_access_key_id');
  const secretAccessKey = settings.get('aws_secret_access_key');
  const sessionToken = settings.get('aws_session_token');
  if (!accessKeyId || !secretAccessKey) return undefined;
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
}

/** The text with a profile's keys set, every other profile and comment as it was. */
export function withProfile(text: string, name: string, { accessKeyId, secretAccessKey }: Keys): string {
  const keys = `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
  const rest = withoutProfile(text, name).trimEnd();
  return `${rest}${rest && '\n\n'}[${name}]\n${keys}`;
}

/** The text without a profile. */
export function withoutProfile(text: string, name: string): string {
  const kept = sectionsOf(text).filter((section) => section.name !== name);
  return kept.flatMap(({ lines }) => lines).join('\n');
}

interface Section {
  name: string | undefined;
  lines: string[];
}

/** The text cut at its `[name]` lines; what stands before the first belongs to no name. */
function sectionsOf(text: string): Section[] {
  const sections: Section[] = [{ name: undefined, lines: [] }];
  for (const line of text.split(/\r?\n/)) {
    const [, name] = /^\s*\[\s*([^\]]*?)\s*\]/.exec(line) ?? [];
    if (name !== undefined) sections.push({ name, lines: [] });
    sections.at(-1)?.lines.push(line);
  }
  return sections;
}

/** The text of a file, empty where there is none. */
export function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return '';
    throw error;
  }
}

/** Puts a file in place whole, readable by its owner only: nobody ever reads half of it. */
export function writePrivate(file: string, text: string): void {
  const target = targetOf(file);
  const draft = `${target}.${process.pid}.tmp`;
  try {
    writeFileSync(draft, text, { mode: 0o600, flush: true });
    // The mode above is for new files only; a draft left by a crash may have another one.
    chmodSync(draft, 0o600);
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** Replacing a link would cut it off from the file it stands for. */
function targetOf(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

const lockAge = 5000;

/** Changes a credentials file while no other Quaymaster command does. */
export async function editCredentials(file: string, edit: (text: string) => string): Promise<void> {
  const lock = `${file}.lock`;
  while (!acquire(lock)) await sleep(20);
  try {
    writePrivate(file, edit(textOf(file)));
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Takes the lock file; one that is older than any edit takes was left by a crash. */
function acquire(lock: string): boolean {
  try {
    closeSync(openSync(lock, 'wx', 0o600));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const made = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
  if (Date.now() - made > lockAge) rmSync(lock, { force: true });
  return false;
}
