import { buffer } from 'node:stream/consumers';
import { createGzip } from 'node:zlib';
import { pack } from 'tar-stream';
import type { Objects } from '../../objects.ts';
import type { Provisioning } from '../../provisioner.ts';
import { WorkRefused } from '../refused-work.ts';
import { awsShim, ownFolder } from './buildspec.ts';

const bucket = '.provisioning';
/** How long a build may wait until it fetches its files, in seconds. */
const urlSeconds = 3600;

const keyOf = ({ id }: Provisioning): string => `${id}.tar.gz`;

/** Lays a build's files aside and answers with where they are to be had: those of the bundle and its inputs. Throws WorkRefused. */
export async function handOver(work: Provisioning, objects: Objects): Promise<string> {
  await objects.put(bucket, keyOf(work), await archiveOf(work));
  const url = await objects.url(bucket, keyOf(work), urlSeconds);
  if (url.startsWith('https://')) return url;
  await forgetFiles(work, objects);
  throw new WorkRefused(
    'A build of CodeBuild cannot fetch its files from this server: let Quaymaster run in the account.',
  );
}

/** Removes them again. */
export const forgetFiles = (work: Provisioning, objects: Objects): Promise<void> => objects.remove(bucket, keyOf(work));

async function archiveOf(work: Provisioning): Promise<Uint8Array> {
  const archive = pack();
  const packed = buffer(archive.pipe(createGzip()));
  for (const { path, body } of await work.files()) archive.entry({ name: path, mode: modeOf(body) }, Buffer.from(body));
  const { inputs, manifest } = work;
  // HCL has the name that Terraform reads by itself.
  const name = manifest?.input_type === 'HCL' ? 'proton.auto.tfvars.json' : 'proton-inputs.json';
  archive.entry({ name }, JSON.stringify(inputs, null, 2));
  archive.entry({ name: `${ownFolder}/aws`, mode: 0o755 }, awsShim);
  archive.finalize();
  return packed;
}

/** Bundles keep no modes: what begins as a script may be run. */
const modeOf = (body: Uint8Array): number => (Buffer.from(body.subarray(0, 2)).toString() === '#!' ? 0o755 : 0o644);
