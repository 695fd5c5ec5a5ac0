import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRoot, oneScript, openLine, withoutNamespaces, withPython } from './one-script.ts';

const begin = `
import os, socket, time
def handler(events, context):
    line = socket.create_connection(('127.0.0.1', events['port']))
    line.sendall(b'ready')`;

withPython.each([
  ['in namespaces', {}],
  ['without namespaces', withoutNamespaces],
])('a script %s', (_name, options) => {
  it('holds a fork bomb at 256 processes and leaves none of them', async () => {
    const { server, connected, payload } = await openLine();
    const source = `${begin}
    count = 0
    try:
        while count < 3000:
            if os.fork() == 0:
                time.sleep(1000)
            count += 1
    except BlockingIOError:
        return count`;
    const script = oneScript(options);
    const line = connected();

    const run = script.run(source, { payload });
    const gone = once(await line, 'close');
    const result = await run;
    await gone;

    expect(result).toMatchObject({ status: 'Success', payload: expect.any(Number) });
    const count = 'payload' in result ? Number(result.payload) : 0;
    expect(count).toBeGreaterThan(200);
    // Where the limit counts all of a user's processes, some of them may have ended since.
    expect(count).toBeLessThan(300);
    await script.close();
    server.close();
  }, 30_000);

  it('ends a fork bomb that goes off again and again', async () => {
    const { server, connected, payload } = await openLine();
    const source = `${begin}
    while True:
        try:
            if os.fork() == 0:
                os.setsid()
        except OSError:
            pass`;
    const script = oneScript(options);
    const line = connected();

    const run = script.run(source, { payload, timeoutSeconds: 1 });
    const gone = once(await line, 'close');

    expect(await run).toMatchObject({ status: 'TimedOut' });
    await gone;
    await script.close();
    server.close();
  }, 30_000);

  it('is a user of its own where the server is root', async () => {
    const script = oneScript(options);
    const secret = join(script.folder, 'secret');
    writeFileSync(secret, 'secret', { mode: 0o600 });
    const source = `
import os
def handler(events, context):
    try:
        secret = open(events['secret']).read()
    except OSError:
        secret = 'refused'
    open('own', 'w').close()
    return {'isRoot': os.getuid() < 60000 or os.getgid() < 60000, 'groups': os.getgroups(), 'secret': secret}`;

    const result = await script.run(source, { payload: { secret } });

    expect(result.status).toBe('Success');
    if (isRoot) expect(result).toMatchObject({ payload: { isRoot: false, groups: [], secret: 'refused' } });
    await script.close();
  });
});
