import { openMachineRoom } from './machine-room.ts';

describe('the log of a command that was interrupted', () => {
  it('leaves no piece behind where the program was killed while they went', async () => {
    const room = await openMachineRoom();
    const { objects } = room.ports;
    await room.order('a');
    await room.ask('/nodes/begin', { id: 'a' });
    for (const [index, text] of ['one\n', 'two\n'].entries()) await room.ask('/nodes/log', { id: 'a', index, text });
    const before = { ...objects };
    let removals = 0;
    objects.remove = async (bucket, key) => {
      if (++removals > 1) throw new Error('killed');
      return before.remove(bucket, key);
    };
    await room.ask('/nodes/poll', { agent: 'a2', known: [] }).catch(() => undefined);
    Object.assign(objects, before);

    await room.ask('/nodes/poll', { agent: 'a2', known: [] });

    const { objects: kept } = await objects.list('.nodes', {});
    expect([kept.map(({ key }) => key.split('/').at(-1)), removals]).toEqual([['log.gz'], 2]);
  });
});
