import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { residentMegabytes, type Server, startServer } from '../../bench/server.ts';
import { awsJson, type Credentials, heatRest, type Inputs, type Malformed, nonsense, s3Rest } from './malformed.ts';

/** Requests of each protocol; 10,000 and more by QUAYMASTER_MALFORMED. */
const count = Number(process.env.QUAYMASTER_MALFORMED ?? 250);
const seed = Number(process.env.QUAYMASTER_MALFORMED_SEED ?? 1);

let data: string;
let server: Server;
let keys: Credentials;
const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'malformed-'));
  server = await startServer(data);
  const file = readFileSync(join(data, 'credentials'), 'utf8');
  const value = (name: string) => new RegExp(`^${name}\\s*=\\s*(\\S+)`, 'm').exec(file)?.[1] ?? '';
  keys = {
    accessKeyId: value('aws_access_key_id'),
    secretAccessKey: value('aws_secret_access_key'),
    token: readFileSync(join(data, 'token'), 'utf8').trim(),
  };
});
afterAll(async () => {
  agent.destroy();
  await server.kill('SIGTERM');
  rmSync(data, { recursive: true });
});

/** The status and text of the answer; a connection that the server closes answers 0. */
const send = ({ method, path, headers, body }: Malformed) =>
  new Promise<{ status: number; text: string }>((resolve) => {
    const at = { agent, hostname: server.url.hostname, port: server.url.port, method, path, setHost: !headers['host'] };
    const request = http.request(
      { ...at, headers: { ...headers, 'content-length': Buffer.byteLength(body) } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
        response.on('error', () => resolve({ status: 0, text: '' }));
      },
    );
    request.on('error', () => resolve({ status: 0, text: '' }));
    request.end(body);
  });

interface Contract {
  targetPrefix: string;
  jsonVersion: string;
  signingName: string;
  operations: Record<string, { input?: string }>;
  shapes: Record<string, { members?: Record<string, unknown> }>;
}

/** Requests to the operations of a contract, with members of their own inputs. */
function ofContract(name: string): (keys: Credentials) => fc.Arbitrary<Malformed> {
  const file = join(import.meta.dirname, `../../contracts/${name}.json`);
  const contract = JSON.parse(readFileSync(file, 'utf8')) as Contract;
  const { targetPrefix: prefix, jsonVersion: version, signingName: service, operations, shapes } = contract;
  const members = (input = '') => Object.keys(shapes[input]?.members ?? {});
  const inputs = Object.entries(operations).map(([operation, { input }]) => [operation, members(input)]);
  return (keys) => awsJson({ prefix, version, service, operations: Object.fromEntries(inputs) as Inputs }, keys);
}

/** Method and path of each operation of Heat, with ids that are none. */
function heatRoutes(): { method: string; path: string }[] {
  const file = join(import.meta.dirname, '../../contracts/heat.json');
  const { operations } = JSON.parse(readFileSync(file, 'utf8')) as { operations: Record<string, Route> };
  return Object.values(operations).map(({ method, path }) => ({
    method,
    path: path.replace('{project}', '000000000000').replace(/\{\w+\}/g, '00000000-0000-4000-8000-000000000001'),
  }));
}

interface Route {
  method: string;
  path: string;
}

const protocols: [string, (keys: Credentials) => fc.Arbitrary<Malformed>][] = [
  ['AWS JSON 1.1 (SSM)', ofContract('ssm')],
  ['AWS JSON 1.0 (Proton)', ofContract('proton')],
  ['AWS JSON 1.1 (OpsWorks)', ofContract('opsworks')],
  ['EventBridge', ofContract('events')],
  ['Heat', (given) => heatRest(heatRoutes(), given)],
  ['S3', s3Rest],
  ['nothing known', nonsense],
];

/** 501 says that an operation is not here; Heat's contract has a 500, RemoteError, for a deployment without a config. */
const isExpected = ({ status, text }: { status: number; text: string }) =>
  status < 500 || status === 501 || (status === 500 && text.includes('"type":"RemoteError"'));

const isWrong = (answer: { status: number; text: string }) =>
  !isExpected(answer) || /\n\s+at |file:\/\/|node:internal|\.ts:\d/.test(answer.text);

describe('malformed requests', () => {
  it.each(protocols)(
    'of %s get a clear answer, and neither end the program nor make it grow',
    async (_name, arbitraryOf) => {
      const wrong: string[] = [];
      const requests = fc.sample(arbitraryOf(keys), { numRuns: count, seed });
      const [before] = [residentMegabytes(server.pid)];

      for (let at = 0; at < requests.length; at += 16)
        await Promise.all(
          requests.slice(at, at + 16).map(async (request) => {
            const answer = await send(request);
            if (isWrong(answer))
              wrong.push(
                `${request.method} ${request.path} ${request.headers['x-amz-target'] ?? ''} ${String(request.body).slice(0, 300)}: ${answer.status} ${answer.text.slice(0, 300)}`,
              );
          }),
        );

      expect(wrong.slice(0, 5)).toEqual([]);
      expect((await fetch(new URL('/health', server.url))).status).toBe(200);
      expect(residentMegabytes(server.pid) - before).toBeLessThan(150);
    },
    1_800_000,
  );
});
