import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { oneScript, type OneScript, withPython } from './one-script.ts';
import { zipArchive } from './zip-archive.ts';

const files = new Map<string, Buffer>();
const objects = {
  get: async (bucket: string, key: string) => {
    const body = files.get(`${bucket}/${key}`);
    return body && { head: { key, size: body.length, etag: '', lastModified: 0 }, body };
  },
};
/** What a job says of an attachment that is there. */
const attached = (name: string, body: Buffer) => {
  files.set(`kept/${name}`, body);
  const sha256 = createHash('sha256').update(body).digest('hex');
  return { handler: 'main.handler', attachment: { name, bucket: 'kept', key: name, sha256 } };
};

withPython('a script with an attachment', () => {
  let script: OneScript;
  beforeEach(() => {
    files.clear();
    script = oneScript({ objects });
  });
  afterEach(() => script.close());

  it('calls file.function of a single file', async () => {
    const main = Buffer.from('def handler(events, context): return [events, __name__]');

    expect(await script.run('', { ...attached('main.py', main), payload: 7 })).toMatchObject({ payload: [7, 'main'] });
  });

  it('unpacks an archive, whose files may import each other and read what lies beside them', async () => {
    const archive = zipArchive([
      {
        name: 'main.py',
        text: 'from utils.more import double\ndef handler(e, c): return [double(e), open("data/a.txt").read()]',
      },
      { name: 'utils/', mode: 0o40755 },
      { name: 'utils/__init__.py' },
      { name: 'utils/more.py', text: 'def double(x): return 2 * x' },
      { name: 'data/a.txt', text: 'beside' },
    ]);

    const result = await script.run('', { ...attached('package.zip', archive), payload: 21 });

    expect(result).toMatchObject({ status: 'Success', payload: [42, 'beside'] });
  });

  it('calls a function of a file in a folder', async () => {
    const archive = zipArchive([{ name: 'jobs/main.py', text: 'def handler(e, c): return "deep"' }]);

    const result = await script.run('', { ...attached('package.zip', archive), handler: 'jobs/main.handler' });

    expect(result).toMatchObject({ payload: 'deep' });
  });

  it('lets a script of its own import the files of the attachment', async () => {
    const archive = zipArchive([{ name: 'library.py', text: 'value = 5' }]);
    const source = 'from library import value\ndef handler(e, c): return value';

    const result = await script.run(source, { ...attached('library.zip', archive), handler: 'handler' });

    expect(result).toMatchObject({ payload: 5 });
  });

  it('leaves the files of the attachment and nothing else in the folder', async () => {
    const archive = zipArchive([
      { name: 'main.py', text: 'import os\ndef handler(e, c): return sorted(os.listdir())' },
    ]);

    const result = await script.run('', attached('package.zip', archive));

    expect('payload' in result && result.payload).toEqual(['main.py']);
  });

  it('shows the frames of the attachment when it raises', async () => {
    const main = Buffer.from('def handler(events, context):\n  return events["x"]');

    const result = await script.run('', attached('main.py', main));

    expect('message' in result && result.message.replace(/"\S*main/, '"main')).toBe(
      'Traceback (most recent call last):\n  File "main.py", line 2, in handler\n    return events["x"]\n\nKeyError - \'x\'',
    );
  });

  it('fails on a function that the file has not', async () => {
    const result = await script.run('', attached('main.py', Buffer.from('')));

    expect(result).toMatchObject({ status: 'Failed', message: 'Handler main.handler is not found in provided script' });
  });

  it('fails on an archive that leads outside, and on what is no archive', async () => {
    const outside = zipArchive([{ name: '../main.py' }]);

    expect(await script.run('', attached('outside.zip', outside))).toMatchObject({
      message: "The attachment outside.zip cannot be unpacked: the entry '../main.py' leads outside",
    });
    expect(await script.run('', attached('none.zip', Buffer.from('none')))).toMatchObject({
      message: 'The attachment none.zip cannot be unpacked: File is not a zip file',
    });
  });

  it('fails when the attachment is gone, or is not what it was', async () => {
    const { handler, attachment } = attached('main.py', Buffer.from('def handler(e, c): return 1'));

    const changed = await script.run('', { handler, attachment: { ...attachment, sha256: '0'.repeat(64) } });
    files.clear();
    const gone = await script.run('', { handler, attachment });

    expect(changed).toMatchObject({ message: expect.stringContaining('main.py is not what it was') });
    expect(gone).toMatchObject({ message: expect.stringContaining('main.py is gone') });
  });
});

const unpack = `
import sys
sys.path.insert(0, sys.argv[1])
import script_archive
script_archive.BYTES, script_archive.ENTRIES = 1000, 20
try:
    script_archive.unpack('it.zip', sys.argv[2])
except script_archive.Refused as refused:
    print(refused)`;

withPython('unpacking an archive', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'archive-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const told = (archive: Buffer): string => {
    writeFileSync(join(folder, 'it.zip'), archive);
    const modules = new URL('../../../functions/scripts', import.meta.url).pathname;
    const { stdout, stderr } = spawnSync('python3', ['-I', '-B', '-c', unpack, modules, folder]);
    return stdout.toString().trim() + stderr.toString();
  };

  it.each([
    ['a way up', [{ name: 'a/../../b' }], "the entry 'a/../../b' leads outside"],
    ['an absolute path', [{ name: '/etc/passwd' }], "the entry '/etc/passwd' has a name that is not allowed"],
    ['a backslash', [{ name: '..\\b' }], "the entry '..\\\\b' has a name that is not allowed"],
    ['a drive', [{ name: 'C:/b' }], "the entry 'C:/b' leads outside"],
    ['a NUL', [{ name: 'a\0b' }], "the entry 'a\\x00b' has a name that is not allowed"],
    ['a symbolic link', [{ name: 'link', text: '/etc', mode: 0o120777 }], 'the entry link is no file'],
    ['a device', [{ name: 'null', mode: 0o020666 }], 'the entry null is no file'],
    ['a bomb', [{ name: 'zeros', text: '0'.repeat(5000) }], 'its files have more than 1000 bytes'],
    [
      'a bomb in parts',
      ['a', 'b', 'c'].map((name) => ({ name, text: '0'.repeat(400) })),
      'its files have more than 1000 bytes',
    ],
    [
      'too many entries',
      Array.from({ length: 21 }, (_, place) => ({ name: `f${place}` })),
      'it has 21 entries, at most 20 are allowed',
    ],
    ['two files of one name', [{ name: 'a' }, { name: 'a' }], 'the entries a and a are the same file to some systems'],
    [
      'names that differ in case',
      [{ name: 'A' }, { name: 'a' }],
      'the entries A and a are the same file to some systems',
    ],
    ['a file in a file', [{ name: 'a' }, { name: 'a/b' }], "[Errno 17] File exists: 'a'"],
  ])('refuses %s', (_name, entries, message) => {
    expect(told(zipArchive(entries)).replace(`${folder}/`, '')).toBe(message);
  });

  it('refuses an archive that is damaged', () => {
    const archive = zipArchive([{ name: 'a', text: 'some text that is long enough' }]);
    archive.fill(255, 40, 50);

    expect(told(archive)).not.toBe('');
    expect(told(archive)).not.toContain('Traceback');
  });

  it('puts the files in the place of the archive', () => {
    expect(
      told(
        zipArchive([
          { name: 'a', text: 'one' },
          { name: './b/c', text: 'two' },
        ]),
      ),
    ).toBe('');
    expect(readdirSync(folder, { recursive: true }).sort()).toEqual(['a', 'b', 'b/c']);
  });
});
