import { cancelCommand, getCommand, timeOutCommand } from '../../../functions/nodes/command.ts';
import { logUrl } from '../../../functions/nodes/log.ts';
import { readLog } from './node-log.ts';
import { createNode, getNode, isConnected, renewToken } from '../../../functions/nodes/node.ts';
import { removeNode } from '../../../functions/nodes/remove-node.ts';
import { type MachineRoom, openMachineRoom } from './machine-room.ts';

let room: MachineRoom;

beforeEach(async () => void (room = await openMachineRoom()));

const poll = (known: string[] = [], more = {}) => room.ask('/nodes/poll', { known, ...more });
const begin = (id: string, more = {}) => room.ask('/nodes/begin', { id, ...more });
const finish = (id: string, more = {}) =>
  room.ask('/nodes/finish', { id, state: 'successful', exitCode: 0, stdout: 'hello\n', ...more });
const state = async (id: string) => (await getCommand(id, room.store))?.state;
/** A poll that is held has its wake on the clock. */
async function untilItWaits(): Promise<void> {
  while (room.clock.pending() === 0) await new Promise(setImmediate);
}

describe('the door of agents', () => {
  it('opens for the token of a node alone', async () => {
    const refused = { status: 401, message: 'This is no token of a node' };
    for (const token of [
      '',
      'n1',
      'n1.',
      `n2.${room.token.slice(3)}`,
      `${room.token}x`,
      room.token.slice(0, -1),
      '.',
      'x'.repeat(9000),
    ])
      expect(await room.ask('/nodes/poll', {}, token)).toEqual(refused);
    const renewed = await renewToken('n1', room.ports);
    expect(await room.ask('/nodes/poll', {})).toEqual(refused);
    expect(await room.ask('/nodes/poll', {}, renewed)).toMatchObject({ status: 200 });
  });

  it('keeps no token that could be stolen', async () => {
    const { items } = await room.store.list({ partition: 'nodes' });

    expect(JSON.stringify(items)).not.toContain(room.token.slice(3));
  });

  it.each([
    ['/nodes/poll', { agent: 7 }, 400, "'agent' must be a text of at most 64 characters"],
    ['/nodes/poll', { agent: '' }, 400, "'agent' is missing"],
    ['/nodes/poll', { known: 'x' }, 400, "'known' must be a list of at most 1000 ids"],
    ['/nodes/poll', { wait: -1 }, 400, "'wait' must be a whole number from 0 to 3600"],
    ['/nodes/begin', {}, 400, "'id' is missing"],
    ['/nodes/log', { id: 'a', text: 'x' }, 400, "'index' is missing"],
    ['/nodes/log', { id: 'a', text: 'x', index: 160 }, 400, "'index' must be a whole number from 0 to 159"],
    [
      '/nodes/finish',
      { id: 'a', state: 'queued' },
      400,
      "'state' must be one of successful, failed, timed_out, cancelled, interrupted",
    ],
    ['/nodes/other', {}, 404, 'There is nothing at /nodes/other'],
    ['/nodes/constructor', {}, 404, 'There is nothing at /nodes/constructor'],
  ])('refuses %s with %j', async (path, body, status, message) => {
    expect(await room.ask(path, body)).toEqual({ status, message });
  });

  it('tells an agent nothing of what went wrong here, and the log all', async () => {
    room = await openMachineRoom(undefined, async () => {
      throw new Error('out of paper');
    });
    await room.order('a');
    await begin('a');

    expect(await finish('a')).toEqual({ status: 500, message: 'Internal server error' });
    expect(room.lines).toMatchObject([{ level: 'error', fields: { path: '/nodes/finish' } }]);
  });
});

describe('/nodes/poll', () => {
  it('gives what is queued, as often as it is asked, until the agent knows it', async () => {
    await room.order('a');
    const command = { id: 'a', kind: 'script', payload: { commands: ['a'] }, timeoutSeconds: 60 };

    expect(await poll()).toEqual({ status: 200, commands: [command], cancel: [], pause: 30 });
    expect(await poll()).toMatchObject({ commands: [command] });
    expect(await poll(['a'])).toMatchObject({ commands: [], cancel: [] });
  });

  it('gives the oldest first, ten at once', async () => {
    for (let at = 0; at < 12; at++) {
      await room.order(`c${at}`);
      room.clock.advance(1);
    }
    const { commands } = await poll(['c0']);

    expect((commands as { id: string }[]).map(({ id }) => id).join()).toBe('c1,c2,c3,c4,c5,c6,c7,c8,c9,c10');
  });

  it('is a sign of life, written once a minute', async () => {
    await poll([], { version: '0.1.0', platform: 'linux x64', hostname: 'web-1' });
    room.clock.advance(59_000);
    await poll([], { version: '0.1.0' });

    const node = await getNode('n1', room.store);
    expect(node).toMatchObject({
      lastSeen: 1_767_225_600_000,
      agentVersion: '0.1.0',
      reported: { platform: 'linux x64', hostname: 'web-1' },
    });
    room.clock.advance(240_999);
    expect(node && isConnected(node, room.clock.now())).toBe(true);
    room.clock.advance(1);
    expect(node && isConnected(node, room.clock.now())).toBe(false);
  });

  it('waits where the server can, until there is something to do', async () => {
    room = await openMachineRoom({ longestWait: 25, pause: 5 });
    const answer = poll([], { wait: 60 });
    await untilItWaits();
    await room.order('a');

    expect(await answer).toMatchObject({ commands: [{ id: 'a' }], pause: 0 });
    expect(room.clock.pending()).toBe(0);
  });

  it('answers with nothing when its time is over, or when the agent asks again', async () => {
    room = await openMachineRoom({ longestWait: 25, pause: 5 });
    const first = poll([], { wait: 60 });
    await untilItWaits();
    const second = poll([], { wait: 60 });
    expect(await first).toEqual({ status: 200, commands: [], cancel: [], pause: 0 });

    room.clock.advance(25_000);
    expect(await second).toEqual({ status: 200, commands: [], cancel: [], pause: 0 });
  });

  it.each([
    ['its token is renewed', () => renewToken('n1', room.ports)],
    ['its node is removed', () => removeNode('n1', room.ports)],
  ])('gives nothing more to one that waits while %s', async (_what, done) => {
    room = await openMachineRoom({ longestWait: 25, pause: 5 });
    const answer = poll([], { wait: 60 });
    await untilItWaits();
    await done();
    await room.order('a').catch(() => room.clock.advance(25_000));

    expect(await answer).toEqual({ status: 401, message: 'This is no token of a node' });
  });

  it('ends what waited too long for its node', async () => {
    await room.order('a');
    room.clock.advance(60_001);

    expect(await poll()).toMatchObject({ commands: [] });
    expect(room.told).toMatchObject([{ id: 'a', state: 'timed_out', reason: 'no agent took it within 60 s' }]);
  });

  it('has what the agent runs ended when somebody cancelled it, gave it up, or never heard of it', async () => {
    for (const id of ['a', 'b', 'c']) {
      await room.order(id);
      await begin(id);
    }
    await cancelCommand('a', room);
    await timeOutCommand('b', room);

    expect(await poll(['a', 'b', 'c', 'x'])).toMatchObject({ cancel: ['a', 'b', 'x'] });
  });

  it('reports a command as interrupted whose agent forgot it, but not to a poll that was on its way', async () => {
    await room.order('a');
    await begin('a');
    await poll([]);
    expect(await state('a')).toBe('running');

    room.clock.advance(30_001);
    await poll([]);

    expect(await state('a')).toBe('interrupted');
    expect(room.told).toMatchObject([{ id: 'a', state: 'interrupted', reason: 'its agent knows no more of it' }]);
  });

  it('reports a command as interrupted whose agent was replaced', async () => {
    await room.order('a');
    await begin('a');

    expect(await poll([], { agent: 'a2' })).toMatchObject({ commands: [] });
    expect(room.told).toMatchObject([{ state: 'interrupted', reason: 'the agent that ran it was replaced' }]);
  });

  it('tells the owner again of an end it may not have heard of', async () => {
    let isBroken = true;
    room = await openMachineRoom(undefined, async () => {
      if (isBroken) throw new Error('crash');
    });
    await room.order('a');
    await begin('a');
    await finish('a');
    isBroken = false;
    await poll();
    await poll();

    expect(room.told).toMatchObject([{ id: 'a', state: 'successful' }]);
  });
});

describe('/nodes/begin', () => {
  it('lets one agent run a command, however often it asks, and no other', async () => {
    await room.order('a');

    expect(await begin('a')).toEqual({ status: 200, go: true });
    expect(await begin('a')).toEqual({ status: 200, go: true });
    expect(await begin('a', { agent: 'a2' })).toEqual({ status: 200, go: false, reason: 'another agent has taken it' });
  });

  it('refuses what is cancelled, over, unknown, or of another node', async () => {
    await createNode({ id: 'n2', kind: 'ssm', name: 'db' }, room.ports);
    await room.order('a');
    await room.order('b');
    await room.order('c', { node: 'n2' });
    await cancelCommand('a', room);
    await begin('b');
    await cancelCommand('b', room);

    expect(await begin('a')).toMatchObject({ go: false, reason: 'it is cancelled' });
    expect(await begin('b')).toMatchObject({ go: false, reason: 'it is cancelled' });
    expect(await begin('c')).toMatchObject({ go: false, reason: 'there is no such command' });
    expect(await begin('d')).toMatchObject({ go: false, reason: 'there is no such command' });
    expect(await state('c')).toBe('queued');
  });
});

describe('/nodes/finish', () => {
  it('puts the end on record, tells the owner and empties the queue', async () => {
    await room.order('a');
    await begin('a');
    room.clock.advance(1000);

    expect(await finish('a', { state: 'failed', exitCode: 3, stderr: 'no' })).toEqual({ status: 200 });
    expect(await getCommand('a', room.store)).toMatchObject({
      state: 'failed',
      exitCode: 3,
      stdout: 'hello\n',
      stderr: 'no',
      beganAt: 1_767_225_600_000,
      endedAt: 1_767_225_601_000,
      payload: {},
    });
    expect(room.told).toHaveLength(1);
    expect(await poll()).toMatchObject({ commands: [] });
  });

  it('changes nothing the second time, or when the command was given up', async () => {
    await room.order('a');
    await begin('a');
    await finish('a');
    await room.order('b');
    await begin('b');
    await timeOutCommand('b', room);

    expect(await finish('a', { state: 'failed' })).toEqual({ status: 200 });
    expect(await finish('b')).toEqual({ status: 200 });
    expect([await state('a'), await state('b')]).toEqual(['successful', 'timed_out']);
  });

  it('refuses what another agent runs, what nobody began, and what is of another node', async () => {
    await createNode({ id: 'n2', kind: 'ssm', name: 'db' }, room.ports);
    await room.order('a');
    await begin('a');
    await room.order('b');
    await room.order('c', { node: 'n2' });

    expect(await finish('a', { agent: 'a2' })).toEqual({ status: 409, message: 'Another agent has taken it' });
    expect(await finish('b')).toEqual({ status: 409, message: 'It was not begun' });
    expect(await finish('c')).toEqual({ status: 404, message: 'There is no such command' });
    expect([await state('a'), await state('b'), await state('c')]).toEqual(['running', 'queued', 'queued']);
  });
});

describe('/nodes/log', () => {
  it('keeps pieces in their order, each once, and makes one log of them in the end', async () => {
    await room.order('a');
    await begin('a');
    await room.ask('/nodes/log', { id: 'a', index: 1, text: 'two\n' });
    await room.ask('/nodes/log', { id: 'a', index: 0, text: 'one\n' });
    await room.ask('/nodes/log', { id: 'a', index: 0, text: 'one\n' });
    expect(await readLog('a', room.ports)).toBe('one\ntwo\n');

    await finish('a', { chunks: 2 });
    await room.ask('/nodes/log', { id: 'a', index: 2, text: 'late' });

    expect(await readLog('a', room.ports)).toBe('one\ntwo\n');
    expect(await logUrl('a', room.ports.objects, 7200)).toMatch(
      /^http:\/\/objects\.test\/\.nodes\/logs\/[0-9a-f]{64}\/log\.gz\?seconds=7200$/,
    );
  });

  it('keeps the log whole where its end is reported again while the first report is under way', async () => {
    await room.order('a');
    await begin('a');
    await room.ask('/nodes/log', { id: 'a', index: 0, text: 'one\n' });
    const { objects } = room.ports;
    const before = { ...objects };
    objects.get = async (...given) => {
      const found = await before.get(...given);
      Object.assign(objects, before);
      await finish('a', { chunks: 1 });
      return found;
    };

    await finish('a', { chunks: 1 });

    expect(await readLog('a', room.ports)).toBe('one\n');
  });

  it('leaves no piece of a log behind that comes while its end is reported', async () => {
    await room.order('a');
    await begin('a');
    const { objects } = room.ports;
    const before = { ...objects };
    await room.ask('/nodes/log', { id: 'a', index: 0, text: 'one\n' });
    objects.put = async (...given) => {
      Object.assign(objects, before);
      await finish('a', { chunks: 1 });
      return before.put(...given);
    };

    await room.ask('/nodes/log', { id: 'a', index: 0, text: 'one\n' });

    expect(await readLog('a', room.ports)).toBe('one\n');
  });

  it('keeps what came of the log of a command that was interrupted', async () => {
    await room.order('a');
    await begin('a');
    for (const [index, text] of ['one\n', 'two\n'].entries()) await room.ask('/nodes/log', { id: 'a', index, text });

    await poll([], { agent: 'a2' });

    expect(await readLog('a', room.ports)).toBe('one\ntwo\n');
    const { objects: kept } = await room.ports.objects.list('.nodes', {});
    expect(kept.map(({ key }) => key.split('/').at(-1))).toEqual(['log.gz']);
  });

  it('leaves no piece of a log behind where the first report was cut off', async () => {
    await room.order('a');
    await begin('a');
    await room.ask('/nodes/log', { id: 'a', index: 0, text: 'one\n' });
    const { objects } = room.ports;
    const removed: string[] = [];
    objects.remove = () => Promise.reject(new Error('killed'));
    expect(await finish('a', { chunks: 1 })).toMatchObject({ status: 500 });
    objects.remove = async (_bucket, key) => void removed.push(key);

    await finish('a', { chunks: 1 });

    expect(removed).toEqual([expect.stringMatching(/\/0000$/)]);
  });

  it('takes none of a command of another agent', async () => {
    await room.order('a');
    await begin('a');

    expect(await room.ask('/nodes/log', { agent: 'a2', id: 'a', index: 0, text: 'x' })).toMatchObject({ status: 404 });
  });

  it('keeps those of the thirty newest commands of a node', async () => {
    for (let at = 0; at < 32; at++) {
      await room.order(`c${at}`);
      await begin(`c${at}`);
      await room.ask('/nodes/log', { id: `c${at}`, index: 0, text: 'x' });
      await finish(`c${at}`, { chunks: 1 });
      room.clock.advance(1);
    }

    expect(await Promise.all(['c0', 'c1', 'c2', 'c31'].map((id) => readLog(id, room.ports)))).toEqual([
      undefined,
      undefined,
      'x',
      'x',
    ]);
  });
});
