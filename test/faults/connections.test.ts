import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Server, startServer } from '../../bench/server.ts';

let data: string;
let server: Server;
beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'connections-'));
  server = await startServer(data);
});
afterAll(async () => {
  await server.kill('SIGKILL');
  rmSync(data, { recursive: true });
});

const open = (): Socket => {
  const socket = connect({ host: server.url.hostname, port: Number(server.url.port) });
  return socket.on('error', () => undefined);
};
const closed = (socket: Socket) => new Promise<void>((resolve) => void socket.once('close', () => resolve()));

const gate = { name: 'gate', action: 'aws:pause', inputs: {} };
const Content = JSON.stringify({ schemaVersion: '0.3', parameters: { Text: { type: 'String' } }, mainSteps: [gate] });

describe('the program', () => {
  it('serves 64 clients whose connections drop, and starts each run once', async () => {
    const call = server.client(64);
    await call('CreateDocument', { Name: 'Gate', DocumentType: 'Automation', Content });
    // A proxy that breaks every third connection at some byte would be the same to the program: a socket that ends.
    const broken = Array.from({ length: 300 }, (_, at) => {
      const socket = open();
      const text = `POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 100000\r\nX-Amz-Target: AmazonSSM.ListDocuments\r\n\r\n{`;
      socket.write(text.slice(0, 1 + ((at * 7) % text.length)), () =>
        at % 2 ? socket.destroy() : socket.resetAndDestroy(),
      );
      return closed(socket);
    });
    const tokens = Array.from({ length: 64 }, (_, at) => `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`);
    const start = (ClientToken: string) =>
      call('StartAutomationExecution', { DocumentName: 'Gate', ClientToken, Parameters: { Text: ['x'] } });

    const answers = await Promise.all(
      [...tokens, ...tokens].map((token) => start(token).catch((error: unknown) => String(error))),
    );
    await Promise.all(broken);

    const ids = new Set(answers.map((answer) => (typeof answer === 'string' ? answer : answer.AutomationExecutionId)));
    const again = await Promise.all(tokens.map(start));
    expect(new Set(again.map((answer) => answer.AutomationExecutionId)).size).toBe(64);
    for (const { AutomationExecutionId: id } of again) expect(ids).toContain(id);
  });

  it('ends requests that come too slowly, and serves others meanwhile', async () => {
    const call = server.client(1);
    const slow = Array.from({ length: 64 }, () => open());
    const ended = Promise.all(slow.map(closed));
    for (const socket of slow) socket.write('POST / HTTP/1.1\r\nHost: here\r\nX-Slow: ');
    const drip = setInterval(() => slow.forEach((socket) => socket.writable && socket.write('x')), 500);

    const times = [];
    for (let at = 0; at < 20; at++) {
      const began = performance.now();
      await call('ListDocuments', {});
      times.push(performance.now() - began);
    }
    await ended;
    clearInterval(drip);

    expect(times.toSorted((one, other) => one - other)[10]).toBeLessThan(500);
  }, 60_000);
});
