import { randomUUID } from 'node:crypto';
import type { ProtonClient } from '@aws-sdk/client-proton';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { dataFolder, type Server, startServer } from '../../bench/server.ts';
import { caller, clientsOf, until } from '../functions/proton/program.ts';
import { bundleOf } from '../functions/proton/proton-running.ts';
import { base, tf, web } from './proton-bundles.ts';
import { type Call, kinds } from './proton-kinds.ts';

/** Rounds of start, work, kill -9; more by QUAYMASTER_KILL_ROUNDS. */
const rounds = Number(process.env.QUAYMASTER_KILL_ROUNDS ?? 5);

type Kind = keyof typeof kinds;
const all = Object.keys(kinds) as Kind[];

const isBusy = (status: string) => /^CANCELLING$|IN_PROGRESS$/.test(status);
const pick = <Value>(values: Value[]): Value | undefined => values[Math.floor(Math.random() * values.length)];

/** What the client knows: only answered calls count as done. */
interface Known {
  kind: Kind;
  name: string;
  spec: string;
  isMade: boolean;
  /** A deletion was asked for, answered or not. */
  isLeaving: boolean;
}

const refusals = ['ConflictException', 'ResourceNotFoundException', 'ValidationException', 'ThrottlingException'];

/** Whether a call was done; one whose answer did not come may have had its effect or not. */
const answered = async (call: Promise<unknown>): Promise<boolean> =>
  call.then(
    () => true,
    (error: Error) => {
      if (refusals.includes(error.name) || /ECONN|socket hang up|EPIPE|aborted/.test(String(error))) return false;
      throw error;
    },
  );

class Work {
  readonly known: Known[] = [];
  /** Client tokens of versions that were asked for, and the versions that were answered. */
  readonly versions = new Map<string, string | undefined>();
  readonly #data: string;
  #client: ProtonClient | undefined;

  constructor(data: string) {
    this.#data = data;
  }

  connect(server: Server): void {
    this.#client?.destroy();
    this.#client = clientsOf(server, this.#data).client;
  }

  call: Call = (operation, input) => {
    if (!this.#client) throw new Error('not connected');
    return caller(this.#client)(operation, input);
  };

  given({ kind, name }: Known, spec = this.spec(kind)) {
    return { name, spec, data: this.#data };
  }

  spec = (kind: Kind): string => kinds[kind].spec(pick([0, 0.1, 0.5]) ?? 0, pick(['-', '-', 'fail']) ?? '-');

  /** Makes something, or asks again for what the answer was lost of. */
  async create(kind = pick(all) ?? 'environment'): Promise<void> {
    const lost = this.known.find(({ isMade }) => !isMade);
    const fresh: Known = { kind, name: `r-${randomUUID()}`, spec: this.spec(kind), isMade: false, isLeaving: false };
    const one = lost ?? fresh;
    if (!lost) this.known.push(one);
    if (await answered(kinds[one.kind].create(this.call, this.given(one, one.spec)))) one.isMade = true;
  }

  async register(clientToken: string = randomUUID()): Promise<void> {
    if (!this.versions.has(clientToken)) this.versions.set(clientToken, undefined);
    const source = { s3: { bucket: 'bundles', key: 'base.tar.gz' } };
    const made = this.call<{ environmentTemplateVersion: { minorVersion: string } }>(
      'CreateEnvironmentTemplateVersion',
      { templateName: 'base', majorVersion: '1', source, clientToken },
    );
    if (await answered(made)) this.versions.set(clientToken, (await made).environmentTemplateVersion.minorVersion);
  }

  /** One random act on what is known. */
  async act(): Promise<void> {
    const one = pick(this.known.filter(({ isMade, isLeaving }) => isMade && !isLeaving));
    const chance = Math.random();
    if (!one || chance < 0.1) return this.create();
    if (chance < 0.2) return this.register();
    if (chance < 0.9)
      return void (await answered(pick(kinds[one.kind].acts)?.(this.call, this.given(one)) ?? Promise.resolve()));
    one.isLeaving = true;
    await answered(kinds[one.kind].remove(this.call, this.given(one)));
  }

  /** The statuses of something and its parts; none where it is gone. */
  statuses = ({ kind, name }: Known): Promise<string[]> =>
    kinds[kind].statuses(this.call, name).catch((error: Error) => {
      if (error.name !== 'ResourceNotFoundException') throw error;
      return [];
    });

  /** The same once nothing goes on; of pull requests somebody says that they failed. */
  settled = (one: Known): Promise<string[]> =>
    until(
      async () => {
        const statuses = await this.statuses(one);
        if (one.kind === 'pull request' && statuses[0] === 'IN_PROGRESS')
          await answered(kinds['pull request'].help(this.call, one.name));
        return statuses;
      },
      (statuses) => !statuses.some(isBusy),
    );

  /** Deletes something, whatever it is at; a pull request that changes what is there must be cancelled first. */
  async gone(one: Known): Promise<string[]> {
    const isDone = await answered(kinds[one.kind].remove(this.call, this.given(one)));
    if (!isDone) {
      await this.settled(one);
      await kinds[one.kind].remove(this.call, this.given(one));
    }
    return until(
      () => this.statuses(one),
      (statuses) => !statuses.some(isBusy),
    );
  }

  close(): void {
    this.#client?.destroy();
  }
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Works for a random while, then kills the program in the middle of it. */
async function round(server: Server, work: Work): Promise<void> {
  work.connect(server);
  for (const kind of all) await work.create(kind);
  const length = 300 + Math.random() * 900;
  const end = performance.now() + length;
  const worker = async () => {
    while (performance.now() < end) await work.act();
  };
  const workers = Promise.all(Array.from({ length: 4 }, worker));
  await pause(Math.random() * length);
  await server.kill('SIGKILL');
  await workers;
}

/** Puts up the templates, and the environment that services are in. */
async function prepared(server: Server, work: Work, data: string): Promise<void> {
  work.connect(server);
  const { s3 } = clientsOf(server, data);
  await s3.send(new CreateBucketCommand({ Bucket: 'bundles' }));
  for (const [name, files] of Object.entries({ base, tf, web })) {
    const Key = `${name}.tar.gz`;
    await s3.send(new PutObjectCommand({ Bucket: 'bundles', Key, Body: await bundleOf(files) }));
    const kind = name === 'web' ? 'Service' : 'Environment';
    await work.call(`Create${kind}Template`, { name });
    await work.call(`Create${kind}TemplateVersion`, {
      templateName: name,
      source: { s3: { bucket: 'bundles', key: Key } },
      ...(kind === 'Service' && { compatibleEnvironmentTemplates: [{ templateName: 'base', majorVersion: '1' }] }),
    });
    await published(work, kind, name);
  }
  s3.destroy();
  const connectionArn = 'arn:aws:codestar-connections:us-east-1:000000000000:connection/c1';
  await work.call('CreateRepository', { provider: 'GITHUB', name: 'me/infra', connectionArn });
  await work.call('UpdateAccountSettings', { pipelineCodebuildRoleArn: 'arn:aws:iam::000000000000:role/one' });
  const home: Known = { kind: 'environment', name: 'home', spec: '', isMade: true, isLeaving: false };
  await kinds.environment.create(work.call, work.given(home, kinds.environment.spec(0, '-')));
  expect(await work.settled(home)).toEqual(['SUCCEEDED']);
}

async function published(work: Work, kind: 'Environment' | 'Service', templateName: string): Promise<void> {
  const version = { templateName, majorVersion: '1', minorVersion: '0' };
  await until(
    () => work.call<Record<string, { status: string }>>(`Get${kind}TemplateVersion`, version),
    (shown) => Object.values(shown).some((one) => one.status === 'DRAFT'),
  );
  await work.call(`Update${kind}TemplateVersion`, { ...version, status: 'PUBLISHED' });
}

/** Does so with a few at a time. */
async function each<One, Answer>(ones: One[], work: (one: One) => Promise<Answer>): Promise<Answer[]> {
  const left = ones.map((one, at) => [one, at] as const);
  const answers: Answer[] = [];
  const worker = async () => {
    for (let next = left.shift(); next; next = left.shift()) answers[next[1]] = await work(next[0]);
  };
  await Promise.all(Array.from({ length: 6 }, worker));
  return answers;
}

describe('kill -9 during registrations and deployments', () => {
  it(`loses nothing acknowledged, and nothing stays stuck, over ${rounds} rounds`, async () => {
    const { path: data, remove } = dataFolder();
    const work = new Work(data);
    let server = await startServer(data);
    await prepared(server, work, data);

    for (let at = 0; at < rounds; at++) {
      await round(server, work);
      server = await startServer(data);
    }
    work.connect(server);
    while (work.known.some(({ isMade }) => !isMade)) await work.create();
    for (const [token, version] of work.versions) if (version === undefined) await work.register(token);

    // Nothing that was acknowledged is lost.
    const lost = await each(work.known, async (one) => !one.isLeaving && (await work.statuses(one)).length === 0);
    expect(lost.filter(Boolean)).toEqual([]);
    expect(new Set(work.versions.values()).size).toBe(work.versions.size);
    for (const minorVersion of work.versions.values()) {
      const version = { templateName: 'base', majorVersion: '1', minorVersion };
      const ended = await until(
        () => work.call<{ environmentTemplateVersion: { status: string } }>('GetEnvironmentTemplateVersion', version),
        ({ environmentTemplateVersion: { status } }) => status !== 'REGISTRATION_IN_PROGRESS',
      );
      expect(ended.environmentTemplateVersion.status).toMatch(/^(DRAFT|PUBLISHED)$/);
    }

    // Nothing goes on for ever; whatever became of it, all of the first half can be deployed again, and all can be deleted.
    const isOfFirstHalf = (one: Known) => work.known.indexOf(one) % 2 === 0;
    const again = await each(work.known.filter(isOfFirstHalf), async (one) => {
      const before = await work.settled(one);
      if (before.length === 0) return [];
      await kinds[one.kind].again(work.call, work.given(one, kinds[one.kind].spec(0, 'well')));
      const parts = await until(
        () => work.statuses(one),
        (statuses) => !statuses.some(isBusy),
      );
      return one.kind === 'service' ? parts.slice(1) : parts;
    });
    expect([...new Set(again.flat())]).toEqual(['SUCCEEDED']);
    expect((await each(work.known, (one) => work.gone(one))).flat()).toEqual([]);
    work.close();
    await server.kill('SIGTERM');
    remove();
  }, 1_200_000);
});
