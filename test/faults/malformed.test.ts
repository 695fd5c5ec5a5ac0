import { mkdtempSync, rmSync, statSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { residentMegabytes, type Server, startServer } from '../../bench/server.ts';
import { type Answer, codeOf, isTelling, isWellFormed, send, sendBytes } from './malformed/answers.ts';
import { awsJson } from './malformed/aws-json.ts';
import { bytes, nonsense } from './malformed/nonsense.ts';
import { openstack } from './malformed/openstack.ts';
import type { Malformed, World } from './malformed/request.ts';
import { s3Rest } from './malformed/s3.ts';
import { makeWorld } from './malformed/world.ts';

/** Requests of each protocol; 10,000 and more by QUAYMASTER_MALFORMED. */
const count = Number(process.env.QUAYMASTER_MALFORMED ?? 250);
const seed = Number(process.env.QUAYMASTER_MALFORMED_SEED ?? 1);
const atOnce = 16;

let data: string;
let server: Server;
let world: World;
const agent = new http.Agent({ keepAlive: true, maxSockets: atOnce });

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'malformed-'));
  server = await startServer(data);
  world = await makeWorld(server, data, agent);
});
afterAll(async () => {
  agent.destroy();
  await server.kill('SIGTERM');
  rmSync(data, { recursive: true });
});

/** Changes when anything was written to the database, whose every commit goes to its log first. */
const written = (): string => {
  const { mtimeNs, size } = statSync(join(data, 'quaymaster.db-wal'), { bigint: true });
  return `${mtimeNs} ${size}`;
};

const told = ({ method, path, headers, body }: Malformed, { status, type, text }: Answer): string =>
  `${method} ${path} ${headers['x-amz-target'] ?? ''} ${String(body).slice(0, 300)}: ${status} ${type} ${text.slice(0, 300)}`;

/** Those of many requests, all refused, that wrote nevertheless, asked again one by one. */
async function thatWrote(requests: Malformed[]): Promise<string[]> {
  const found: string[] = [];
  for (const request of requests) {
    const before = written();
    const answer = await send(server.url, agent, request);
    if (answer.status >= 400 && written() !== before) found.push(`written by ${told(request, answer)}`);
  }
  return found;
}

const protocols: [string, Parameters<typeof isWellFormed>[0], (world: World) => fc.Arbitrary<Malformed>][] = [
  ['AWS JSON 1.1 (SSM)', 'AWS JSON', awsJson('ssm')],
  ['AWS JSON 1.0 (Proton)', 'AWS JSON', awsJson('proton')],
  ['AWS JSON 1.1 (OpsWorks)', 'AWS JSON', awsJson('opsworks')],
  ['EventBridge', 'AWS JSON', awsJson('events')],
  ['OpenStack (Heat, Keystone, Swift)', 'OpenStack', openstack],
  ['S3', 'S3', s3Rest],
  ['nothing known', 'any', nonsense],
];

describe('malformed requests', () => {
  it.each(protocols)(
    'of %s get a clear answer, change nothing, and neither end the program nor make it grow',
    async (name, protocol, arbitraryOf) => {
      const wrong: string[] = [];
      const codes: Record<string, number> = {};
      const requests = fc.sample(arbitraryOf(world), { numRuns: count, seed });
      const before = residentMegabytes(server.pid);

      for (let at = 0; at < requests.length; at += atOnce) {
        const some = requests.slice(at, at + atOnce);
        const last = written();
        const answers = await Promise.all(some.map((request) => send(server.url, agent, request)));
        for (const [place, answer] of answers.entries()) {
          const request = some[place];
          codes[codeOf(answer)] = (codes[codeOf(answer)] ?? 0) + 1;
          if (request && !isWellFormed(protocol, request, answer)) wrong.push(told(request, answer));
        }
        if (answers.every(({ status }) => status >= 400) && written() !== last) wrong.push(...(await thatWrote(some)));
      }

      console.info(`${requests.length} requests of ${name}: ${JSON.stringify(codes)}`);
      expect(wrong.slice(0, 8)).toEqual([]);
      expect((await fetch(new URL('/health', server.url))).status).toBe(200);
      expect(residentMegabytes(server.pid) - before).toBeLessThan(150);
    },
    3_600_000,
  );

  it('of bytes that are hardly HTTP get an answer or an end', async () => {
    const wrong: string[] = [];
    const connections = fc.sample(bytes, { numRuns: count, seed });

    for (let at = 0; at < connections.length; at += atOnce)
      await Promise.all(
        connections.slice(at, at + atOnce).map(async (given) => {
          const text = await sendBytes(server.url, given);
          const isRight = text === '' || /^HTTP\/1\.1 (100|2\d\d|3\d\d|4\d\d|501|505) /.test(text);
          if (!isRight || isTelling(text)) wrong.push(`${JSON.stringify(given.slice(0, 300))}: ${text.slice(0, 300)}`);
        }),
      );

    expect(wrong.slice(0, 8)).toEqual([]);
    expect((await fetch(new URL('/health', server.url))).status).toBe(200);
  }, 3_600_000);
});
