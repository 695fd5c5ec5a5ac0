import { randomUUID } from 'node:crypto';
import type { ProtonClient } from '@aws-sdk/client-proton';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { dataFolder, type Server, startServer } from '../../bench/server.ts';
import { caller, clientsOf, role, until } from '../functions/proton/program.ts';
import { bundleOf } from '../functions/proton/proton-running.ts';

/** Rounds of start, work, kill -9; more by QUAYMASTER_KILL_ROUNDS. */
const rounds = Number(process.env.QUAYMASTER_KILL_ROUNDS ?? 5);

/** Commands that take as long as the spec says, and fail where it says so. */
const bundle = {
  'schema/schema.yaml':
    'schema: {format: {openapi: "3.0.0"}, environment_input_type: I, types: {I: {type: object, properties: {seconds: {type: string, default: "0.1"}, said: {type: string, default: "-"}}}}}',
  'infrastructure/manifest.yaml': `infrastructure:
  templates:
    - rendering_engine: codebuild
      settings:
        provision:
          - sleep {{ environment.inputs.seconds }}
          - test {{ environment.inputs.said }} != fail
        deprovision: ["true"]
`,
};
const specOf = (seconds: number, said: string) =>
  `proton: EnvironmentSpec\nspec: {seconds: "${seconds}", said: "${said}"}\n`;

const busy = ['IN_PROGRESS', 'CANCELLING', 'DELETE_IN_PROGRESS'];
const pick = <Value>(values: Value[]): Value | undefined => values[Math.floor(Math.random() * values.length)];

/** What the client knows: only answered calls count as done. */
interface Known {
  name: string;
  spec: string;
  isMade: boolean;
  /** A deletion was asked for, answered or not. */
  isLeaving: boolean;
}

interface Environment {
  deploymentStatus: string;
  deploymentStatusMessage?: string;
  spec: string;
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
  readonly environments: Known[] = [];
  /** Client tokens of versions that were asked for, and the versions that were answered. */
  readonly versions = new Map<string, string | undefined>();
  #client: ProtonClient | undefined;

  connect(server: Server, data: string): void {
    this.#client?.destroy();
    this.#client = clientsOf(server, data).client;
  }

  call<Output = Record<string, never>>(operation: string, input: object): Promise<Output> {
    if (!this.#client) throw new Error('not connected');
    return caller(this.#client)<Output>(operation, input);
  }

  /** Makes an environment, or asks again for one whose answer was lost. */
  async create(): Promise<void> {
    const lost = this.environments.find(({ isMade }) => !isMade);
    const name = `e-${randomUUID()}`;
    const spec = specOf(pick([0, 0.1, 0.5]) ?? 0, pick(['-', '-', 'fail']) ?? '-');
    const one = lost ?? { name, spec, isMade: false, isLeaving: false };
    if (!lost) this.environments.push(one);
    const input = { name: one.name, templateName: 'base', templateMajorVersion: '1', codebuildRoleArn: role };
    if (await answered(this.call('CreateEnvironment', { ...input, spec: one.spec }))) one.isMade = true;
  }

  async register(clientToken: string = randomUUID()): Promise<void> {
    if (!this.versions.has(clientToken)) this.versions.set(clientToken, undefined);
    const source = { s3: { bucket: 'bundles', key: 'one.tar.gz' } };
    const made = this.call<{ environmentTemplateVersion: { minorVersion: string } }>(
      'CreateEnvironmentTemplateVersion',
      { templateName: 'base', majorVersion: '1', source, clientToken },
    );
    if (await answered(made)) this.versions.set(clientToken, (await made).environmentTemplateVersion.minorVersion);
  }

  /** One random act on what is known. */
  async act(): Promise<void> {
    const one = pick(this.environments.filter(({ isMade, isLeaving }) => isMade && !isLeaving));
    const chance = Math.random();
    if (!one || chance < 0.25) return this.create();
    if (chance < 0.4) return this.register();
    const { name } = one;
    const spec = specOf(pick([0, 0.1, 0.5]) ?? 0, pick(['-', 'fail']) ?? '-');
    if (chance < 0.7) await answered(this.call('UpdateEnvironment', { name, deploymentType: 'CURRENT_VERSION', spec }));
    else if (chance < 0.9) await answered(this.call('CancelEnvironmentDeployment', { environmentName: name }));
    else {
      one.isLeaving = true;
      await answered(this.call('DeleteEnvironment', { name }));
    }
  }

  get(name: string): Promise<Environment | undefined> {
    return this.call<{ environment: Environment }>('GetEnvironment', { name }).then(
      ({ environment }) => environment,
      (error: Error) => {
        if (error.name === 'ResourceNotFoundException') return undefined;
        throw error;
      },
    );
  }

  /** An environment that nothing goes on with; undefined where it is gone. */
  settled = (name: string): Promise<Environment | undefined> =>
    until(
      () => this.get(name),
      (one) => !busy.includes(one?.deploymentStatus ?? ''),
    );

  close(): void {
    this.#client?.destroy();
  }
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Works for a random while, then kills the program in the middle of it. */
async function round(server: Server, work: Work, data: string): Promise<void> {
  work.connect(server, data);
  await work.create();
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

async function prepared(server: Server, work: Work, data: string): Promise<void> {
  work.connect(server, data);
  const { s3 } = clientsOf(server, data);
  await s3.send(new CreateBucketCommand({ Bucket: 'bundles' }));
  await s3.send(new PutObjectCommand({ Bucket: 'bundles', Key: 'one.tar.gz', Body: await bundleOf(bundle) }));
  s3.destroy();
  await work.call('CreateEnvironmentTemplate', { name: 'base' });
  const source = { s3: { bucket: 'bundles', key: 'one.tar.gz' } };
  await work.call('CreateEnvironmentTemplateVersion', { templateName: 'base', source });
  await published(work);
}

async function published(work: Work): Promise<void> {
  const version = { templateName: 'base', majorVersion: '1', minorVersion: '0' };
  await until(
    () => work.call<{ environmentTemplateVersion: { status: string } }>('GetEnvironmentTemplateVersion', version),
    ({ environmentTemplateVersion: { status } }) => status === 'DRAFT',
  );
  await work.call('UpdateEnvironmentTemplateVersion', { ...version, status: 'PUBLISHED' });
}

describe('kill -9 during registrations and deployments', () => {
  it(`loses nothing acknowledged, and nothing stays stuck, over ${rounds} rounds`, async () => {
    const { path: data, remove } = dataFolder();
    const work = new Work();
    let server = await startServer(data);
    await prepared(server, work, data);

    for (let at = 0; at < rounds; at++) {
      await round(server, work, data);
      server = await startServer(data);
    }
    work.connect(server, data);
    while (work.environments.some(({ isMade }) => !isMade)) await work.create();
    for (const [token, version] of work.versions) if (version === undefined) await work.register(token);

    // Nothing that was acknowledged is lost, nothing goes on for ever.
    const ends = await Promise.all(work.environments.map(async (one) => ({ one, end: await work.settled(one.name) })));
    expect(ends.filter(({ one, end }) => !one.isLeaving && !end)).toEqual([]);
    const statuses = new Set(ends.flatMap(({ end }) => (end ? [end.deploymentStatus] : [])));
    expect([...statuses].filter((one) => !['SUCCEEDED', 'FAILED', 'CANCELLED'].includes(one))).toEqual([]);
    expect(new Set(work.versions.values()).size).toBe(work.versions.size);
    for (const minorVersion of work.versions.values()) {
      const version = { templateName: 'base', majorVersion: '1', minorVersion };
      const ended = await until(
        () => work.call<{ environmentTemplateVersion: { status: string } }>('GetEnvironmentTemplateVersion', version),
        ({ environmentTemplateVersion: { status } }) => status !== 'REGISTRATION_IN_PROGRESS',
      );
      expect(ended.environmentTemplateVersion.status).toBe('DRAFT');
    }

    // Whatever became of them, all can be updated, and then deleted.
    const left = ends.flatMap(({ one, end }) => (end ? [one.name] : []));
    const spec = specOf(0, 'well');
    for (const name of left) {
      await work.call('UpdateEnvironment', { name, deploymentType: 'CURRENT_VERSION', spec });
      expect(await work.settled(name)).toMatchObject({ deploymentStatus: 'SUCCEEDED', spec });
    }
    for (const name of left) await work.call('DeleteEnvironment', { name });
    for (const name of left) expect(await work.settled(name)).toBeUndefined();
    expect(left.length).toBeGreaterThan(0);
    work.close();
    await server.kill('SIGTERM');
    remove();
  }, 1_200_000);
});
