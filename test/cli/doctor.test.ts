import { jest } from '@jest/globals';
import { mkdtempSync, chmodSync } from 'node:fs';
import { createServer, request as forward, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient, ResourceNotFoundException } from '@aws-sdk/client-lambda';
import { Uint8ArrayBlobAdapter } from '@smithy/core/serde';
import { mockClient } from 'aws-sdk-client-mock';
import { boot, type Embedded } from '../../cli/boot.ts';
import type { Call } from '../../cli/client.ts';
import { examine, linesOf } from '../../cli/examine.ts';
import { ApiError } from '../../functions/api/error.ts';
import { agentsCheck } from '../../cli/agents-check.ts';
import { answersCheck } from '../../cli/checks.ts';
import { environmentCheck } from '../../cli/environment-check.ts';
import { diskCheck, localChecks, nodeCheck, programCheck } from '../../cli/local-checks.ts';
import { machineCheck } from '../../cli/machine-check.ts';
import { watchClock } from '../../cli/patience.ts';
import { examineStage } from '../../cli/stage-checks.ts';
import { given, typed } from './typed.ts';

const data = join(mkdtempSync(join(tmpdir(), 'doctor-')), 'data');
const environment = { ...process.env };
const lambda = new LambdaClient({ region: 'us-east-1' });
const mock = mockClient(lambda);

let server: Embedded;
let gateway: Server;
/** What the fake gateway between the doctor and the server does to a request. */
let spoil: (request: IncomingMessage, answer: ServerResponse) => 'answered' | undefined;
let url: string;

beforeAll(async () => {
  for (const name of Object.keys(process.env)) if (/^(AWS|QUAYMASTER)_/.test(name)) delete process.env[name];
  ({ server } = await boot({ data, host: '127.0.0.1', port: 0, region: 'us-east-1', logLevel: 'error' }));
  gateway = createServer((request, answer) => {
    if (spoil(request, answer) === 'answered') return;
    const { method, headers, url: path } = request;
    const onward = forward(`${server.url}${path}`, { method, headers }, (said) => {
      answer.writeHead(said.statusCode ?? 0, { ...said.headers, ...answer.getHeaders() });
      said.pipe(answer);
    });
    request.pipe(onward);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => gateway.once('listening', resolve));
  url = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`;
});
afterAll(async () => {
  gateway.closeAllConnections();
  gateway.close();
  await server.close();
  process.env = environment;
});
beforeEach(() => {
  spoil = () => undefined;
  mock.reset();
  tells();
});

/** What the function administrator answers. */
const tells = (Endpoint = url, keys = server.administrator) => {
  const body = { Endpoint, AccessKeyId: keys.accessKeyId, SecretAccessKey: keys.secretAccessKey };
  mock.on(InvokeCommand).resolves({ Payload: Uint8ArrayBlobAdapter.fromString(JSON.stringify(body)) });
};

async function examined(): Promise<{ isFine: boolean; lines: string[] }> {
  const lines: string[] = [];
  const isFine = await examineStage('prod', { tell: (finding) => void lines.push(...linesOf(finding)), lambda });
  return { isFine, lines: lines.map((line) => line.replaceAll(url, 'URL').replace(/\d+ s/g, 'N s')) };
}

const advice = async (): Promise<string[]> => (await examined()).lines.slice(-2);

describe('quaymaster doctor --stage', () => {
  it('finds nothing bad in a deployment that is well', async () => {
    const { isFine, lines } = await examined();

    expect(lines).toEqual([
      'ok    administrator: tells its keys, and the address URL',
      'ok    server: answers at URL',
      "ok    clock: this machine's is N s ahead of the server's",
      "ok    signed call: comes back as the administrator's",
      'ok    machine: one that was started came back after N s',
    ]);
    expect(isFine).toBe(true);
  });

  it('tells who may ask for the administrator', async () => {
    mock.on(InvokeCommand).rejects(new ResourceNotFoundException({ message: 'Function not found', $metadata: {} }));

    expect(await examined()).toEqual({
      isFine: false,
      lines: [
        'BAD   administrator: quaymaster-prod-administrator cannot be called: Function not found',
        '      Is it deployed in this account and Region (AWS_REGION, AWS_PROFILE)? Your AWS credentials must allow lambda:InvokeFunction on function:quaymaster-prod-administrator.',
      ],
    });
  });

  it('tells that nothing answers at the address', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => closed.once('listening', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    tells(`http://127.0.0.1:${port}`);

    expect(await advice()).toEqual([
      `BAD   server: Nothing answers at http://127.0.0.1:${port}: connection refused`,
      '      Look into the log of the door: aws logs tail /aws/lambda/quaymaster-prod-api',
    ]);
  });

  it('tells that the door is not well', async () => {
    spoil = (_request, answer) => (answer.writeHead(503).end(), 'answered');

    expect((await advice())[0]).toBe('BAD   server: URL/health answers 503');
  });

  it('tells that the gateway drops the signature', async () => {
    spoil = ({ headers }) => void delete headers.authorization;

    const [said, what] = await advice();

    expect(said).toMatch(/^BAD {3}signed call: MissingAuthenticationTokenException: /);
    expect(what).toMatch(/^ {6}Something between here and there drops the Authorization header\./);
  });

  it('tells that requests are changed on their way', async () => {
    spoil = ({ headers }) => void (headers.host = 'elsewhere');

    expect((await advice())[0]).toMatch(/^BAD {3}signed call: InvalidSignatureException: /);
  });

  it('tells that something else answers', async () => {
    spoil = ({ method }, answer) => {
      if (method !== 'POST') return undefined;
      answer.writeHead(404, { 'content-type': 'application/json' }).end('{"message":"Not Found"}');
      return 'answered';
    };

    expect(await advice()).toEqual([
      'BAD   signed call: UnknownError: Not Found',
      '      Something else answers in its place: a proxy, a gateway, or another program.',
    ]);
  });

  it('tells that keys are unknown', async () => {
    tells(url, { accessKeyId: 'AKIANOBODY', secretAccessKey: 'x' });

    expect((await advice())[0]).toMatch(/^BAD {3}signed call: UnrecognizedClientException: /);
  });

  it.each([
    [10 * 60, "BAD   clock: this machine's is N s ahead of the server's"],
    [2 * 60, "note  clock: this machine's is N s ahead of the server's"],
    [-2 * 60, "note  clock: this machine's is N s behind the server's"],
  ])('tells of a clock that is %i s wrong', async (seconds, line) => {
    spoil = (_request, answer) => {
      answer.setHeader('date', new Date(Date.now() - seconds * 1000).toUTCString());
      return undefined;
    };

    const { isFine, lines } = await examined();

    expect(lines).toContain(line);
    expect(isFine).toBe(seconds < 240);
  });
});

/** A machine whose execution stands as told; time goes on while somebody sleeps. */
async function machine(found: object): Promise<{ lines: string[]; deleted: number }> {
  let [now, deleted] = [0, 0];
  const lines: string[] = [];
  const call = async (target: string) => {
    if (target.endsWith('DeleteDocument')) deleted++;
    return { AutomationExecutionId: 'id', AutomationExecution: found };
  };
  const clock = { ...watchClock, now: () => now, sleep: async (ms: number) => void (now += ms) };
  await examine([machineCheck(call as Call, clock, 'Look there.')], (finding) => void lines.push(...linesOf(finding)));
  return { lines, deleted };
}

describe('a machine', () => {
  it('that does not come back within a minute is bad', async () => {
    expect(await machine({ AutomationExecutionStatus: 'Pending' })).toEqual({
      lines: ['BAD   machine: id is Pending after 61 s', '      Look there.'],
      deleted: 1,
    });
  });

  it('that fails is bad', async () => {
    expect(await machine({ AutomationExecutionStatus: 'Failed', FailureMessage: 'no role' })).toEqual({
      lines: ['BAD   machine: id failed: no role', '      Look there.'],
      deleted: 1,
    });
  });
});

async function locally(...args: string[]): Promise<{ isFine: boolean; lines: string[] }> {
  const lines: string[] = [];
  const checks = localChecks(given('doctor', ...args)).filter(({ name }) => !/python|git/.test(name));
  process.env.AWS_ENDPOINT_URL = server.url;
  const isFine = await examine(checks, (finding) => void lines.push(...linesOf(finding)));
  delete process.env.AWS_ENDPOINT_URL;
  return { isFine, lines: lines.map((line) => line.replace(/\d+ s/, 'N s')) };
}

describe('quaymaster doctor', () => {
  it('finds nothing bad where the server runs', async () => {
    expect(await locally('--data', data)).toEqual({
      isFine: true,
      lines: [
        `ok    node: ${process.versions.node}`,
        `ok    data folder: ${data}`,
        expect.stringMatching(/^ok {4}disk: [\d,]+ MB free$/),
        `ok    port: the server of this folder runs at ${server.url}`,
        "ok    environment: AWS's clients in this shell come here",
        `ok    server: answers at ${server.url}`,
        expect.stringMatching(/^ok {4}clock: /),
        "ok    credentials: comes back as default's",
        'ok    agents: there are none; quaymaster node create makes a machine for one',
      ],
    });
  });

  it('notes agents that are not there', async () => {
    const node = (Name: string, Connected: boolean, AgentVersion?: string) => ({
      NodeId: `mi-${Name}`,
      Name,
      Connected,
      AgentVersion,
    });
    const look = (...Nodes: object[]) => agentsCheck((async () => ({ Nodes })) as unknown as Call).look();
    const off = ['b', 'c', 'd', 'e', 'f', 'g'].map((name) => node(name, false));

    expect(await look(node('a', true, '1'), node('b', true, '1'))).toBe('2 of 2 connected');
    await expect(look(node('a', true, '1'), node('b', false, '1'))).rejects.toMatchObject({
      message: '1 of 2 connected; missing: b',
      advice: 'On the machine: does quaymaster agent run, and does it reach the server? Its log says why not.',
      isMild: true,
    });
    await expect(look(...off)).rejects.toMatchObject({
      message: '0 of 6 connected; missing: b, c, d, e, f and 1 more',
      advice: 'Start them: quaymaster agent --token-file FILE, or --stack, on the machine.',
    });
    await expect(
      agentsCheck(async () => {
        throw new ApiError('AccessDeniedException', 'not you', 400);
      }).look(),
    ).rejects.toMatchObject({ message: 'not you', isMild: true });
  });

  it.each([
    [{}, "AWS's clients in this shell do not come here: AWS_ENDPOINT_URL is not set"],
    [
      { AWS_ENDPOINT_URL: 'http://127.0.0.1:4500' },
      "AWS's clients in this shell go to http://127.0.0.1:4500, and the server of this folder is http://127.0.0.1:4501",
    ],
    [
      { AWS_ENDPOINT_URL: 'http://127.0.0.1:4501/', AWS_ACCESS_KEY_ID: 'AKIA' },
      'AWS_ACCESS_KEY_ID is set, which clients take before any profile',
    ],
  ])('notes a shell whose clients go elsewhere: %j', (env, message) => {
    const { look } = environmentCheck(data, 'http://127.0.0.1:4501', { env } as unknown as typeof process);

    expect(look).toThrow(expect.objectContaining({ message, isMild: true }) as Error);
  });

  it('takes a shell whose clients come here', () => {
    const env = { AWS_ENDPOINT_URL: 'http://127.0.0.1:4501/' };

    expect(environmentCheck(data, 'http://127.0.0.1:4501', { env } as unknown as typeof process).look()).toBe(
      "AWS's clients in this shell come here",
    );
  });

  it('tells what to do about a certificate that nobody vouches for', async () => {
    const cause = Object.assign(new Error('self-signed certificate'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    jest.spyOn(globalThis, 'fetch').mockRejectedValueOnce(new TypeError('fetch failed', { cause }));

    await expect(answersCheck('https://a', 'Start it.', true).look()).rejects.toMatchObject({
      message: expect.stringContaining('https://a is not trusted (self-signed certificate)'),
      advice: expect.stringMatching(/^export NODE_EXTRA_CA_CERTS=FILE/),
      isMild: false,
    });
  });

  it('tells of a disk that is nearly full', () => {
    expect(diskCheck(`${data}/not/there/yet`, () => 1_234_567_890).look()).toBe('1,234 MB free');
    expect(() => diskCheck(data, () => 99_000_000).look()).toThrow(`99 MB free for ${data}`);
  });

  it('tells of a profile that is not there', async () => {
    const { isFine, lines } = await locally('--data', data, '--profile', 'nobody');

    expect(lines).toContain(`BAD   credentials: ${join(data, 'credentials')} has no profile nobody`);
    expect(isFine).toBe(false);
  });

  it('tells programs of everything at once, in one piece of JSON', async () => {
    const { port } = gateway.address() as AddressInfo;
    const log = jest.spyOn(console, 'log').mockImplementation(() => {});

    const code = await typed('doctor', '--data', `${data}-none`, '--port', String(port), '-o', 'json');

    const printed = log.mock.calls.map(([text]) => String(text));
    log.mockRestore();
    expect(code).toBe(1);
    expect(printed).toHaveLength(1);
    expect(JSON.parse(printed[0] ?? '')).toContainEqual({
      check: 'port',
      state: 'bad',
      message: `${port} is taken by another program`,
      advice: 'Take another: quaymaster start --port 0 finds a free one.',
    });
  });

  it('tells of a port that another program has', async () => {
    const { port } = gateway.address() as AddressInfo;

    expect((await locally('--data', `${data}-none`, '--port', String(port))).lines.slice(-2)).toEqual([
      `BAD   port: ${port} is taken by another program`,
      '      Take another: quaymaster start --port 0 finds a free one.',
    ]);
  });

  it('notes a folder that others may look into', async () => {
    chmodSync(data, 0o755);
    const { isFine, lines } = await locally('--data', data);
    chmodSync(data, 0o700);

    expect(lines).toContain(`note  data folder: others may look into ${data}, where secrets are`);
    expect(isFine).toBe(true);
  });

  it.each([
    ['24.9.0', '24.9.0'],
    ['25.0.0', '25.0.0'],
  ])('takes Node.js %s', (version, found) => {
    expect(nodeCheck(version).look()).toBe(found);
  });

  it.each(['24.8.1', '22.20.0'])('refuses Node.js %s', (version) => {
    expect(() => nodeCheck(version).look()).toThrow(`${version} is too old`);
  });

  it('notes a program that is not there', async () => {
    await expect(programCheck('no-such-program', 'tests').look()).rejects.toMatchObject({
      message: 'is not on the PATH',
      advice: 'Install it if you want it: tests.',
      isMild: true,
    });
  });
});
