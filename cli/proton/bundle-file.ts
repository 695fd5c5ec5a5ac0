import { lstatSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { type Files, largestBundle, readArchive } from '../../functions/proton/bundles/archive.ts';
import { BundleError } from '../../functions/proton/bundles/bundle-error.ts';
import { rooted } from '../../functions/proton/bundles/open-bundle.ts';
import { CommandFailure } from '../command.ts';

/** The files of a bundle that is a folder or a .tar.gz, within the bounds that the service sets. Throws BundleError. */
export async function readBundle(path: string): Promise<Files> {
  const body = await archiveAt(path);
  if (body.length > largestBundle)
    throw new BundleError(
      `The bundle has ${body.length} bytes when it is packed; at most ${largestBundle} are allowed.`,
    );
  return rooted(await readArchive(body));
}

async function archiveAt(path: string): Promise<Uint8Array> {
  try {
    return statSync(path).isDirectory() ? await packed(path) : readFileSync(path);
  } catch (error) {
    throw new CommandFailure(`cannot read ${path}: ${(error as Error).message}`, { cause: error });
  }
}

/** Left by tools, and never part of a bundle. */
const ignored = new Set(['.git', '.DS_Store', 'node_modules']);

/** A folder as `tar -czf` packs it. */
async function packed(folder: string): Promise<Uint8Array> {
  const archive = pack();
  for (const path of pathsIn(folder)) {
    const name = relative(folder, path);
    const stat = lstatSync(path);
    if (stat.isSymbolicLink()) archive.entry({ name, type: 'symlink', linkname: readlinkSync(path) });
    else if (stat.isFile()) archive.entry({ name }, readFileSync(path));
  }
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return gzipSync(Buffer.concat(chunks));
}

function pathsIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !ignored.has(name))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? pathsIn(path) : [path];
    });
}
