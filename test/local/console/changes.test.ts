import { changeFeed, type NumberedChange } from '../../../local/console/changes.ts';
import { Database } from '../../../local/database/database.ts';
import { sqliteStore } from '../../../local/database/sqlite-store.ts';
import { fakeClock } from '../../clock.ts';

const openFeed = () => {
  const feed = changeFeed();
  const store = feed.watched(sqliteStore(new Database(':memory:'), fakeClock()));
  const write = (partition: string, ...sorts: string[]) =>
    store.write(sorts.map((sort) => ({ put: { partition, sort, value: {} }, expect: 0 })));
  return { feed, store, write };
};

describe('the feed of changes', () => {
  it('tells each thing that a write changed once, and not what is nobody’s business', async () => {
    const { feed, write } = openFeed();
    const heard: NumberedChange[] = [];
    feed.listen((change) => heard.push(change));

    await write('automation-execution#one', 'execution', 'step#000001');
    await write('access-key#AKIA', 'key');
    await write('proton#environment#0#us-east-1', 'live');
    await write('opsworks-deployment#d', 'deployment');
    await write('heat-deployment#d', 'deployment');
    await write('documents#0#us-east-1', 'Release');

    expect(heard).toEqual([
      { number: 1, change: { topic: 'automation-execution', id: 'one' } },
      { number: 2, change: { topic: 'proton' } },
      { number: 3, change: { topic: 'opsworks' } },
      { number: 4, change: { topic: 'heat' } },
      { number: 5, change: { topic: 'document' } },
    ]);
  });

  it('tells nothing of a write that failed', async () => {
    const { feed, write } = openFeed();
    const heard: NumberedChange[] = [];
    feed.listen((change) => heard.push(change));
    await write('proton#service#0#us-east-1', 'a');

    await expect(write('proton#service#0#us-east-1', 'a')).rejects.toThrow();

    expect(heard).toHaveLength(1);
  });

  it('keeps what somebody missed, and knows when it has forgotten it', async () => {
    const { feed, write } = openFeed();
    const stop = feed.listen(() => undefined);
    stop();
    await write('automation-execution#a', 'execution');
    await write('automation-execution#b', 'execution');

    expect(feed.since(1)).toEqual([{ number: 2, change: { topic: 'automation-execution', id: 'b' } }]);
    expect(feed.since(2)).toEqual([]);
    expect(feed.since(3)).toBeUndefined();
    for (let count = 0; count < 4000; count++) await write(`automation-execution#${count}`, 'execution');
    expect(feed.since(1)).toBeUndefined();
    expect(feed.since(4000)).toHaveLength(2);
  });
});
