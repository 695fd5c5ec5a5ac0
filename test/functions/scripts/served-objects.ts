import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Objects } from '../../../functions/ports/objects.ts';

/** Objects in memory that can be had by GET, as S3's presigned URLs let them. */
export interface ServedObjects extends Pick<Objects, 'put' | 'url' | 'remove'> {
  bodies: Map<string, Uint8Array>;
  close(): void;
}

/** Serves them on a free port of this machine. */
export async function servedObjects(): Promise<ServedObjects> {
  const bodies = new Map<string, Uint8Array>();
  const server: Server = createServer((request, response) => {
    const body = bodies.get((request.url ?? '').slice(1));
    response.writeHead(body ? 200 : 403).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    bodies,
    put: async (bucket, key, body) => {
      bodies.set(`${bucket}/${key}`, body);
      return { key, size: body.byteLength, etag: '', lastModified: 0 };
    },
    url: async (bucket, key) => `http://127.0.0.1:${port}/${bucket}/${key}`,
    remove: async (bucket, key) => void bodies.delete(`${bucket}/${key}`),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
