import { afterEach, beforeEach } from '@jest/globals';
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Principal } from '../../../functions/api/principal.ts';
import { openSessions } from '../../../local/console/sessions.ts';
import { changeFeed, type ChangeFeed } from '../../../local/console/changes.ts';
import { embeddedConsole } from '../../../local/console/embedded-console.ts';
import { Database } from '../../../local/database/database.ts';
import { type RunningServer, startServer } from '../../../local/http/server.ts';
import { sqliteStore } from '../../../local/database/sqlite-store.ts';
import { countingIds, recordingLog } from '../../door.ts';
import { inMemory } from '../../objects.ts';

const clock = { now: () => Date.now(), wake: () => () => undefined, after: () => () => undefined };
const person = (name: string, Resource: string): Principal => ({
  name,
  arn: `arn:aws:iam::000000000000:user/${name}`,
  accessKeyId: `AKIA${name.toUpperCase()}`,
  secretAccessKey: name,
  policies: [
    { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'ssm:GetAutomationExecution', Resource }] },
  ],
});

let people: Map<string, Principal>;
let server: RunningServer;
let feed: ChangeFeed;
let end: () => void;
let change: (id: string) => Promise<void>;

beforeEach(async () => {
  const all = [person('alice', '*'), person('bob', 'arn:aws:ssm:*:*:automation-execution/of-bob*')];
  people = new Map(all.map((one) => [one.accessKeyId, one]));
  feed = changeFeed();
  const store = feed.watched(sqliteStore(new Database(':memory:'), clock));
  change = (id) =>
    store.write([{ put: { partition: `automation-execution#${id}`, sort: 'execution', value: {} }, expect: 0 }]);
  const principals = { find: async (id: string) => people.get(id) };
  const ids = countingIds();
  const console = embeddedConsole(
    { clock, ids, log: recordingLog([]), store, objects: inMemory() },
    {
      trust: { principals, account: '000000000000' },
      region: 'us-east-1',
      sessions: openSessions({ principals, clock, ids }),
      feed,
    },
  );
  end = console.close;
  server = await startServer({ handler: console.door.handler, host: '127.0.0.1', port: 0 });
});

afterEach(async () => {
  end();
  await server.close();
});

async function listen(name: string, more: Record<string, string> = {}, secret = name) {
  const url = new URL('/console/live', server.url);
  const credentials = { accessKeyId: `AKIA${name.toUpperCase()}`, secretAccessKey: secret };
  const signer = new SignatureV4({ service: 'quaymaster', region: 'us-east-1', credentials, sha256: Sha256 });
  const at = { method: 'GET', protocol: 'http:', hostname: url.hostname, path: url.pathname };
  const { headers } = await signer.sign({ ...at, headers: { host: url.host, ...more } });
  const answer = await fetch(url, { headers });
  return { answer, reader: answer.body?.pipeThrough(new TextDecoderStream()).getReader() };
}

type Reader = Awaited<ReturnType<typeof listen>>['reader'];

/** What comes until it holds some words, or the end. */
async function until(reader: Reader, words: string): Promise<string> {
  let text = '';
  while (reader && !text.includes(words)) {
    const { done, value } = await reader.read();
    if (done) return `${text}END`;
    text += value;
  }
  return text;
}

const told = (text: string) => [...text.matchAll(/data: (\{.*\})/g)].map(([, data = '']) => JSON.parse(data) as object);
const idIn = (text: string) => [...text.matchAll(/id: (\S+)/g)].at(-1)?.[1] ?? '';

describe('the stream of changes', () => {
  it('tells who may read what changed that it changed, and nobody else', async () => {
    const [alice, bob] = [await listen('alice'), await listen('bob')];
    expect(alice.answer.headers.get('content-type')).toBe('text/event-stream');
    await Promise.all([until(alice.reader, ':0\n'), until(bob.reader, ':0\n')]);

    await change('of-alice');
    await change('of-bob-1');

    expect(told(await until(alice.reader, 'of-bob-1'))).toEqual([
      { topic: 'automation-execution', id: 'of-alice' },
      { topic: 'automation-execution', id: 'of-bob-1' },
    ]);
    expect(told(await until(bob.reader, 'of-bob-1'))).toEqual([{ topic: 'automation-execution', id: 'of-bob-1' }]);
  });

  it('tells who comes back what was missed, or that it has forgotten', async () => {
    const first = await listen('alice');
    const heard = idIn(await until(first.reader, ':0\n'));
    await first.reader?.cancel();
    await change('meanwhile');

    const back = await listen('alice', { 'last-event-id': heard });
    expect(told(await until(back.reader, ':1\n'))).toEqual([{ topic: 'automation-execution', id: 'meanwhile' }]);

    for (const id of ['another-program:1', 'nonsense', heard.replace(/\d+$/, '99')]) {
      const lost = await listen('alice', { 'last-event-id': id });
      expect(await until(lost.reader, 'missed')).toContain('event: missed');
      await lost.reader?.cancel();
    }
  });

  it('is closed to who does not sign', async () => {
    expect((await fetch(new URL('/console/live', server.url))).status).toBe(400);
    expect((await listen('alice', {}, 'wrong')).answer.status).toBe(400);
    expect((await listen('carol')).answer.status).toBe(400);
  });

  it('ends when the principal is gone, and with the server', async () => {
    const [alice, bob] = [await listen('alice'), await listen('bob')];
    await Promise.all([until(alice.reader, ':0\n'), until(bob.reader, ':0\n')]);
    people.delete('AKIAALICE');

    await change('one');
    expect(await until(alice.reader, 'one')).toBe('END');
    end();
    expect(await until(bob.reader, 'never')).toContain('END');
  });
});
