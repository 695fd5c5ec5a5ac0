import { createHash } from 'node:crypto';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Objects } from '../../functions/ports/objects.ts';
import type { ScriptAttachment } from '../../functions/ports/scripts.ts';

/** Writes an attachment into a script's folder, as it is: an archive is unpacked by the script's own process, where nothing it holds can do harm. */
export async function writeAttachment(
  { name, bucket, key, sha256 }: ScriptAttachment,
  objects: Pick<Objects, 'get'>,
  folder: string,
): Promise<void> {
  const found = await objects.get(bucket, key);
  if (!found) throw new Error(`the attachment ${name} is gone`);
  const isSame = createHash('sha256').update(found.body).digest('hex') === sha256;
  if (!isSame) throw new Error(`the attachment ${name} is not what it was`);
  const file = join(folder, name);
  await writeFile(file, found.body, { flag: 'wx' });
  // The folder is its script's alone, whose user is not the one that wrote this; the server's umask would keep it to itself.
  await chmod(file, 0o644);
}
