import type { Objects } from '../functions/ports/objects.ts';

/** Objects that are gone with the test. */
export function inMemory(): Objects {
  const bodies = new Map<string, Uint8Array>();
  const head = (key: string, size: number) => ({ key, size, etag: '', lastModified: 0 });
  return {
    put: async (bucket, key, body) => {
      bodies.set(`${bucket}/${key}`, body);
      return head(key, body.length);
    },
    get: async (bucket, key) => {
      const body = bodies.get(`${bucket}/${key}`);
      return body && { head: head(key, body.length), body };
    },
    remove: async (bucket, key) => void bodies.delete(`${bucket}/${key}`),
    url: async (bucket, key) => `memory:${bucket}/${key}`,
    list: async () => ({ objects: [] }),
  };
}
