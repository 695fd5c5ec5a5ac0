import { cancelCommand, change, getCommand, timeOutCommand } from '../../../functions/nodes/command.ts';
import { NodeUnknown } from '../../../functions/nodes/node.ts';
import { waitForNode } from '../../../functions/nodes/waiting.ts';
import { type MachineRoom, openMachineRoom } from './machine-room.ts';

let room: MachineRoom;

beforeEach(async () => void (room = await openMachineRoom()));

const queued = async () => (await room.store.list({ partition: 'node#n1' })).items.map(({ value }) => value);

describe('queueCommand', () => {
  it('puts a command where its node finds it', async () => {
    await room.order('a/b/1');

    expect(await queued()).toEqual([{ id: 'a/b/1' }]);
    expect(await getCommand('a/b/1', room.store)).toEqual({
      id: 'a/b/1',
      node: 'n1',
      owner: 'ssm',
      kind: 'script',
      payload: { commands: ['a/b/1'] },
      timeoutSeconds: 60,
      state: 'queued',
      queuedAt: 1_767_225_600_000,
    });
  });

  it('queues a command once, however often it is asked and whatever became of it', async () => {
    await room.order('a');
    room.clock.advance(5000);
    await timeOutCommand('a', room);

    expect(await room.order('a')).toMatchObject({ state: 'timed_out', queuedAt: 1_767_225_600_000 });
    expect(await queued()).toHaveLength(1);
  });

  it('leaves nothing of a command that nobody came for, after ninety days', async () => {
    await room.order('a');
    room.clock.advance(90 * 86_400_000);

    expect([await queued(), await getCommand('a', room.store)]).toEqual([[], undefined]);
  });

  it('refuses a node that is not there', async () => {
    await expect(room.order('a', { node: 'n2' })).rejects.toThrow(new NodeUnknown('There is no node n2'));
    expect(await getCommand('a', room.store)).toBeUndefined();
  });

  it('wakes the poll of its node, and no other', async () => {
    const mine = waitForNode('n1', 25_000, room.clock);
    const other = waitForNode('n9', 25_000, room.clock);
    await room.order('a');

    await mine.over;
    expect(room.clock.pending()).toBe(1);
    other.end();
  });
});

describe('cancelCommand', () => {
  it('ends a command at once that no agent took, and forgets what it was to do', async () => {
    await room.order('a');

    expect(await cancelCommand('a', room)).toMatchObject({
      state: 'cancelled',
      payload: {},
      endedAt: 1_767_225_600_000,
    });
    expect(await getCommand('a', room.store)).toMatchObject({ state: 'cancelled', payload: {} });
  });

  it('leaves a running command to its agent, with the wish on record', async () => {
    await room.order('a');
    await change('a', room, (command) => ({ ...command, state: 'running' }));

    expect(await cancelCommand('a', room)).toMatchObject({ state: 'running', isCancelled: true });
  });

  it('changes nothing of a command that is over', async () => {
    await room.order('a');
    await timeOutCommand('a', room);

    expect(await cancelCommand('a', room)).toMatchObject({ state: 'timed_out' });
    expect(await cancelCommand('b', room)).toBeUndefined();
  });
});

describe('timeOutCommand', () => {
  it('says whether the command ever began', async () => {
    await room.order('a');
    await room.order('b');
    await change('b', room, (command) => ({ ...command, state: 'running' }));

    expect(await timeOutCommand('a', room)).toMatchObject({ reason: 'no agent took it within 60 s' });
    expect(await timeOutCommand('b', room)).toMatchObject({ reason: 'the node did not report its end in time' });
  });
});

describe('change', () => {
  it('decides anew after a lost race', async () => {
    await room.order('a');
    const both = await Promise.all([
      change('a', room, (command) => (command.agent ? undefined : { ...command, agent: 'one' })),
      change('a', room, (command) => (command.agent ? undefined : { ...command, agent: 'two' })),
    ]);

    expect(both.map((command) => command?.agent)).toEqual(['one', 'one']);
  });
});
