import { connect, createServer, type AddressInfo } from 'node:net';

/** A port of 127.0.0.1 that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Resolves when something listens on the port. */
export async function reachable(port: number, until = Date.now() + 30_000): Promise<void> {
  const isOpen = await new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
  if (isOpen) return;
  if (Date.now() > until) throw new Error(`Nothing listened on port ${port} within 30 seconds`);
  await new Promise((resolve) => setTimeout(resolve, 100));
  return reachable(port, until);
}
