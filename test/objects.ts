import { ObjectRefused, type Objects } from '../functions/ports/objects.ts';

/** Objects that are gone with the test. */
export function inMemory(): Objects {
  const bodies = new Map<string, Uint8Array>();
  const head = (key: string, size: number) => ({ key, size, etag: '', lastModified: 0 });
  return {
    put: async (bucket, key, body) => {
      bodies.set(`${bucket}/${key}`, body);
      return head(key, body.length);
    },
    get: async (bucket, key, largest = Infinity) => {
      const body = bodies.get(`${bucket}/${key}`);
      const size = body?.length ?? 0;
      if (size > largest) throw new ObjectRefused(`it has ${size} bytes, at most ${largest} are allowed`);
      return body && { head: head(key, body.length), body };
    },
    remove: async (bucket, key) => void bodies.delete(`${bucket}/${key}`),
    url: async (bucket, key, seconds) => `http://objects.test/${bucket}/${key}?seconds=${seconds}`,
    list: async (bucket, { prefix = '', after = '', limit = 1000 }) => {
      const rest = [...bodies]
        .filter(([key]) => key.startsWith(`${bucket}/${prefix}`))
        .map(([key, body]) => head(key.slice(bucket.length + 1), body.length))
        .filter(({ key }) => key > after)
        .sort((one, other) => (one.key < other.key ? -1 : 1));
      const objects = rest.slice(0, limit);
      const last = objects.at(-1);
      return { objects, ...(last && rest.length > limit && { next: last.key }) };
    },
  };
}
