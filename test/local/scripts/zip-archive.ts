import { spawnSync } from 'node:child_process';

/** A member of an archive; `mode` is that of Unix with the kind of the file in it. */
export interface ZipEntry {
  name: string;
  text?: string;
  mode?: number;
}

const write = `
import io, json, sys, warnings, zipfile
warnings.simplefilter('ignore')
out = io.BytesIO()
with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as archive:
    for entry in json.load(sys.stdin):
        info = zipfile.ZipInfo(entry['name'])
        info.filename = info.orig_filename = entry['name']
        info.external_attr = entry.get('mode', 0o100644) << 16
        info.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(info, entry.get('text', ''))
sys.stdout.buffer.write(out.getvalue())`;

/** The bytes of a zip archive, whatever its names may be. */
export function zipArchive(entries: ZipEntry[]): Buffer {
  const { stdout, stderr, status } = spawnSync('python3', ['-c', write], { input: JSON.stringify(entries) });
  if (status !== 0) throw new Error(stderr.toString());
  return stdout;
}
