import fc from 'fast-check';
import type { Objects } from '../../functions/ports/objects.ts';
import { fakeClock } from '../clock.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

/** What every implementation of the objects port does; `make` answers with an empty one that takes its time from the clock. */
export function objectsContract(make: (clock: ReturnType<typeof fakeClock>) => Promise<Objects> | Objects): void {
  const clock = fakeClock(1_800_000_000_000);
  let objects: Objects;
  beforeEach(async () => {
    objects = await make(clock);
  });
  const keys = async (options = {}) => (await objects.list('bucket', options)).objects.map((object) => object.key);

  it('gives back the bytes it was given, with size, ETag and time', async () => {
    const body = Uint8Array.from([0, 10, 13, 255, 123, 10]);

    const head = await objects.put('bucket', 'a/b.bin', body);

    expect(head).toEqual({
      key: 'a/b.bin',
      size: 6,
      etag: '"aeae2a6c6852b8e02efe2e97fd1113d9"',
      lastModified: 1_800_000_000_000,
    });
    const found = await objects.get('bucket', 'a/b.bin');
    expect({ ...found?.head, lastModified: 1_800_000_000_000 }).toEqual(head);
    expect([...(found?.body ?? [])]).toEqual([0, 10, 13, 255, 123, 10]);
  });

  it('refuses an object that is larger than asked for', async () => {
    await objects.put('bucket', 'key', bytes('four'));

    await expect(objects.get('bucket', 'key', 3)).rejects.toMatchObject({
      name: 'ObjectRefused',
      message: 'it has 4 bytes, at most 3 are allowed',
    });
    expect((await objects.get('bucket', 'key', 4))?.head.size).toBe(4);
  });

  it('keeps an empty object', async () => {
    await objects.put('bucket', 'empty', bytes(''));

    expect((await objects.get('bucket', 'empty'))?.head.etag).toBe('"d41d8cd98f00b204e9800998ecf8427e"');
  });

  it('knows nothing of an absent key or bucket', async () => {
    expect(await objects.get('bucket', 'absent')).toBeUndefined();
    expect(await objects.get('no-bucket', 'absent')).toBeUndefined();
    expect(await objects.list('no-bucket', {})).toEqual({ objects: [] });
    await objects.remove('no-bucket', 'absent');
  });

  it('replaces an object whole', async () => {
    await objects.put('bucket', 'key', bytes('a long first text'));
    await objects.put('bucket', 'key', bytes('short'));

    expect(new TextDecoder().decode((await objects.get('bucket', 'key'))?.body)).toBe('short');
    expect(await keys()).toEqual(['key']);
  });

  it('removes one object and no other', async () => {
    for (const key of ['a', 'a/b', 'a/c']) await objects.put('bucket', key, bytes(key));
    await objects.put('other', 'a', bytes('other'));

    await objects.remove('bucket', 'a/b');
    await objects.remove('bucket', 'a/b');

    expect(await keys()).toEqual(['a', 'a/c']);
    expect((await objects.list('other', {})).objects).toHaveLength(1);
  });

  it('lists in UTF-8 order by prefix and page', async () => {
    for (const key of ['b', 'a/', 'a-', 'a0', 'a', 'a//x', 'a/x', '\u{ff5e}', '\u{1f600}', 'B'])
      await objects.put('bucket', key, bytes(key));

    const first = await objects.list('bucket', { prefix: 'a', limit: 3 });
    const second = await objects.list('bucket', { prefix: 'a', limit: 3, after: first.next ?? '' });

    expect(await keys()).toEqual(['B', 'a', 'a-', 'a/', 'a//x', 'a/x', 'a0', 'b', '\u{ff5e}', '\u{1f600}']);
    expect(first.objects.map((object) => object.key)).toEqual(['a', 'a-', 'a/']);
    expect(second.objects.map((object) => object.key)).toEqual(['a//x', 'a/x', 'a0']);
    expect(second.next).toBeUndefined();
  });

  it('takes any key of up to 1,024 bytes', async () => {
    const odd = [
      '..',
      '../../etc/passwd',
      '/absolute',
      'a/../b',
      '.',
      './',
      'C:\\x',
      'nul\0byte',
      '%2e%2e',
      'ä',
      'a\u0308',
      'Case',
      'case',
    ];
    const long = [
      'x'.repeat(1024),
      'x'.repeat(198),
      `${'x'.repeat(198)}/y`,
      'é'.repeat(512),
      '/'.repeat(1024),
      'A'.repeat(1024),
    ];

    for (const key of [...odd, ...long]) await objects.put('bucket', key, bytes(key));

    for (const key of [...odd, ...long])
      expect(new TextDecoder().decode((await objects.get('bucket', key))?.body)).toBe(key);
  });

  it('agrees with a sorted map whatever is put, removed and listed', async () => {
    const part = fc.constantFrom(
      'a',
      'A',
      '/',
      '.',
      '-',
      '~',
      '+',
      '%',
      'é',
      '\u{1f600}',
      'x'.repeat(197),
      'x'.repeat(100),
    );
    const key = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));
    const scenario = fc.tuple(
      fc.array(fc.tuple(fc.boolean(), key), { maxLength: 12 }),
      key,
      key,
      fc.integer({ min: 1, max: 4 }),
    );
    let run = 0;
    const holds = async ([changes, prefix, after, limit]: [[boolean, string][], string, string, number]) => {
      const bucket = `bucket-${run++}`;
      const model = new Set<string>();
      for (const [isPut, name] of changes) {
        await (isPut ? objects.put(bucket, name, bytes(name)) : objects.remove(bucket, name));
        if (isPut) model.add(name);
        else model.delete(name);
      }
      const sorted = [...model].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      const listed = async (options: object) =>
        (await objects.list(bucket, options)).objects.map((object) => object.key);
      expect(await listed({})).toEqual(sorted);
      expect(await listed({ prefix })).toEqual(sorted.filter((name) => name.startsWith(prefix)));
      expect(await listed({ after, limit })).toEqual(
        sorted.filter((name) => Buffer.compare(Buffer.from(name), Buffer.from(after)) > 0).slice(0, limit),
      );
    };
    await fc.assert(fc.asyncProperty(scenario, holds), { numRuns: 60 });
  });
}
