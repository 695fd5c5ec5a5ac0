import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { residentMegabytes, type Server, startServer } from '../../bench/server.ts';
import { awsJson } from './malformed/aws-json.ts';
import { makeWorld } from './malformed/world.ts';
import { type Place, prepare, work } from './soak-work.ts';

/** Minutes of work by QUAYMASTER_SOAK_MINUTES; without it there is none. */
const minutes = Number(process.env.QUAYMASTER_SOAK_MINUTES ?? 0);
const clients = 16;

/** SQLite keeps pages of the database in up to 64 MB; the engine of JavaScript spreads over as much more as it likes, and gives it back when it must. */
const settling = 120;

let data: string;
let server: Server;
let place: Place;
const agent = new http.Agent({ keepAlive: true, maxSockets: clients });
const memory = () => join(data, 'memory');

const lines = () => (existsSync(memory()) ? readFileSync(memory(), 'utf8').trim().split('\n') : []);

/** What the program holds once garbage is collected, in bytes: its objects, and what they hold outside of the heap. */
async function held(): Promise<number> {
  const before = lines().length;
  process.kill(server.pid, 'SIGUSR2');
  while (lines().length === before) await sleep(100);
  const { heapUsed, external } = JSON.parse(lines().at(-1) ?? '') as { heapUsed: number; external: number };
  return heapUsed + external;
}

/** Works until a time of `performance.now()`; answers with how many turns there were. */
async function workUntil(end: number, from: number): Promise<number> {
  const odd = fc.sample(awsJson('ssm')(place.world), { numRuns: 500, seed: from });
  let turn = from;
  const worker = async () => {
    while (performance.now() < end) {
      const mine = turn++;
      const request = odd[mine % odd.length];
      if (request) await work(place, mine, request);
    }
  };
  await Promise.all(Array.from({ length: clients }, worker));
  return turn - from;
}

(minutes > 0 ? describe : describe.skip)('a soak', () => {
  beforeAll(async () => {
    data = mkdtempSync(join(tmpdir(), 'soak-'));
    const probe = join(import.meta.dirname, 'memory-probe.ts');
    server = await startServer(data, 0, { NODE_OPTIONS: `--import ${probe}`, QUAYMASTER_TEST_MEMORY: memory() });
    const world = await makeWorld(server, data, agent);
    place = { url: server.url, agent, call: server.client(clients), world };
    await prepare(place);
  });
  afterAll(async () => {
    agent.destroy();
    await server.kill('SIGTERM');
    rmSync(data, { recursive: true });
  });

  it(
    'keeps the memory flat',
    async () => {
      const begun = performance.now();
      // A quarter for what is loaded and cached when it is first used.
      const before = await workUntil(begun + minutes * 15_000, 0);
      const [early, resident] = [await held(), residentMegabytes(server.pid)];
      const turns = await workUntil(begun + minutes * 60_000, before);
      const [late, residentLate] = [await held(), residentMegabytes(server.pid)];

      const kilobytes = Math.round((late - early) / 1024);
      const perTurn = Math.round((late - early) / turns);
      console.info(
        `${before + turns} turns; held after a quarter of them ${Math.round(early / 1024)} kB, then ${kilobytes} kB more, ` +
          `${perTurn} bytes a turn; resident ${resident} MB, then ${residentLate} MB`,
      );
      expect(kilobytes).toBeLessThan(Math.max(2048, turns / 10));
      expect(residentLate - resident).toBeLessThan(settling);
    },
    (minutes + 5) * 60_000,
  );
});
