import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileObjects } from '../../local/file-objects.ts';
import { fakeClock } from '../clock.ts';
import { objectsContract } from '../ports/objects.contract.ts';

describe('fileObjects', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'objects-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  describe('as every objects port', () => objectsContract((clock) => fileObjects(join(folder, 'objects'), clock)));

  it('never leaves its folder', async () => {
    const objects = fileObjects(join(folder, 'objects'), fakeClock());

    await objects.put('..', '../../escaped', new Uint8Array([1]));
    await objects.put('a/b', '../../../escaped', new Uint8Array([1]));

    expect(readdirSync(folder)).toEqual(['objects']);
    expect(await objects.get('..', '../../escaped')).toBeDefined();
  });

  it('finds its objects again and forgets a write that a crash cut short', async () => {
    const first = fileObjects(folder, fakeClock());
    await first.put('bucket', 'kept', new Uint8Array([1, 2]));
    writeFileSync(join(folder, 'aside', '0'), 'half');

    const second = fileObjects(folder, fakeClock());

    expect((await second.get('bucket', 'kept'))?.head.size).toBe(2);
    await second.put('bucket', 'more', new Uint8Array([3]));
    expect(readdirSync(join(folder, 'aside'))).toEqual([]);
  });

  it('refuses an object whose file was cut', async () => {
    const objects = fileObjects(folder, fakeClock());
    await objects.put('bucket', 'key', new Uint8Array(100));
    const file = join(folder, 'bucket~', 'key');
    writeFileSync(file, readFileSync(file).subarray(0, 120));

    await expect(objects.get('bucket', 'key')).rejects.toThrow('The object key is damaged');
  });

  it('refuses an empty key and one of more than 1,024 bytes', async () => {
    const objects = fileObjects(folder, fakeClock());

    await expect(objects.put('bucket', 'é'.repeat(513), new Uint8Array())).rejects.toThrow('1 to 1024 bytes, not 1026');
    await expect(objects.get('bucket', '')).rejects.toThrow('1 to 1024 bytes, not 0');
  });

  it('gives the time of a put for good', async () => {
    const objects = fileObjects(folder, fakeClock(1_800_000_000_123));
    await objects.put('bucket', 'key', new Uint8Array());

    expect((await objects.get('bucket', 'key'))?.head.lastModified).toBe(1_800_000_000_123);
    expect((await objects.list('bucket', {})).objects[0]?.lastModified).toBe(1_800_000_000_123);
  });

  it('keeps one whole object when many write it and empty its folder at once', async () => {
    const objects = fileObjects(folder, fakeClock());
    const bodies = Array.from({ length: 20 }, (_, place) => String(place).repeat(5000));

    await Promise.all(
      bodies.flatMap((body) => [
        objects.put('bucket', 'folder/key', Buffer.from(body)),
        objects.put('bucket', `other/${body.length}`, Buffer.from(body)),
        objects.remove('bucket', `other/${body.length}`),
      ]),
    );

    expect(bodies).toContain(Buffer.from((await objects.get('bucket', 'folder/key'))?.body ?? []).toString());
  });

  it('leaves no empty folders behind', async () => {
    const objects = fileObjects(folder, fakeClock());
    await objects.put('bucket', 'a/b/c', new Uint8Array());
    await objects.remove('bucket', 'a/b/c');

    expect(readdirSync(folder)).toEqual(['aside']);
  });
});
