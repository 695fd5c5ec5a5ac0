import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderTaken, openJournal, type Order } from '../../agent/journal.ts';
import { pauseAfter } from '../../agent/backoff.ts';

const root = mkdtempSync(join(tmpdir(), 'journal-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const order = (id: string, more: Partial<Order> = {}): Order => ({
  ...{ id, origin: 'nodes', kind: 'script', payload: { secret: 'x' }, timeoutSeconds: 9, ...more },
});

describe('openJournal', () => {
  it('remembers over its own end what was received, how far it came, and who it is', () => {
    const first = openJournal(join(root, 'a'));
    expect([first.receive(order('1')), first.receive(order('1')), first.receive(order('2'))]).toEqual([
      true,
      false,
      true,
    ]);
    first.began('1', 1);
    first.cancelled('1');
    first.logged('1', 100, 2);
    first.close();

    const second = openJournal(join(root, 'a'));
    expect(second.agent).toBe(first.agent);
    expect(second.unfinished()).toEqual([
      { ...order('1'), state: 'began', attempt: 1, isCancelled: true, logged: 100, pieces: 2 },
      { ...order('2'), state: 'received', attempt: 0, isCancelled: false, logged: 0, pieces: 0 },
    ]);
    second.close();
  });

  it('lets nobody else read what lies beside it, whatever rights new files have', () => {
    process.umask(0o022);
    const journal = openJournal(join(root, 'rights'));
    journal.receive(order('1'));

    const modes = readdirSync(join(root, 'rights')).map((name) => statSync(join(root, 'rights', name)).mode & 0o777);
    journal.close();

    expect(modes).toEqual([0o600, 0o600]);
  });

  it('takes no command again that is over, and keeps the first result', () => {
    const journal = openJournal(join(root, 'b'));
    journal.receive(order('1'));
    journal.ended('1', { state: 'failed', exitCode: 1 });
    journal.ended('1', { state: 'successful' });
    expect(journal.get('1')).toMatchObject({ state: 'ended', result: { state: 'failed', exitCode: 1 }, payload: {} });
    journal.told('1');

    expect([journal.receive(order('1')), journal.unfinished()]).toEqual([false, []]);
    journal.close();
  });

  it('keeps whom to tell of a deployment of Heat until that is told', () => {
    const journal = openJournal(join(root, 'c'));
    journal.receive(order('1', { origin: 'heat', kind: 'heat' }));
    journal.ended('1', { state: 'successful' });
    expect(journal.get('1')?.payload).toEqual({ secret: 'x' });
    journal.told('1');

    expect(journal.get('1')?.payload).toEqual({});
    journal.close();
  });

  it('is open once at a time', () => {
    const journal = openJournal(join(root, 'd'));

    expect(() => openJournal(join(root, 'd'))).toThrow(FolderTaken);
    journal.close();
    openJournal(join(root, 'd')).close();
  });
});

describe('pauseAfter', () => {
  it('is anything from a second to a limit that doubles up to a minute', () => {
    const limits = [1, 2, 3, 5, 6, 7, 1000].map((failures) => pauseAfter(failures, () => 1));

    expect(limits).toEqual([2000, 4000, 8000, 32_000, 60_000, 60_000, 60_000]);
    expect(pauseAfter(1000, () => 0)).toBe(1000);
  });
});
