import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as sdk from '@aws-sdk/client-proton';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { dataFolder, type Server, startServer } from '../../../bench/server.ts';
import { profileIn } from '../../../local/credentials-file.ts';
import { bundleOf } from './proton-running.ts';

type Files = Record<string, string | Buffer>;
/** Of a service where it says what it is compatible with. */
interface Template {
  name: string;
  compatibleEnvironmentTemplates?: object[];
  pipelineProvisioning?: 'CUSTOMER_MANAGED';
}

/** The whole embedded program in a process of its own, with official clients. */
export interface Program {
  server: Server;
  /** Its data folder. */
  data: string;
  client: sdk.ProtonClient;
  /** Calls an operation by its name. */
  call: <Output = Record<string, never>>(operation: string, input: object) => Promise<Output>;
  /** Puts a bundle, of files or as it is, where versions can be made of it. */
  source: (files: Files | Buffer) => Promise<{ s3: { bucket: string; key: string } }>;
  /** Makes a template with version 1.0 of a bundle, and publishes that; answers with what became of its registration. */
  template: (input: Template, files: Files | Buffer) => Promise<{ status: string; statusMessage: string }>;
  /** What a question answers once it is so. */
  until: <Answer>(ask: () => Promise<Answer>, isSo: (answer: Answer) => boolean) => Promise<Answer>;
  stop: () => Promise<void>;
}

export const role = 'arn:aws:iam::000000000000:role/one';

/** A call by the name of its operation. */
export const caller =
  (client: sdk.ProtonClient) =>
  async <Output = Record<string, never>>(operation: string, input: object): Promise<Output> => {
    const Command = sdk[`${operation}Command` as 'GetEnvironmentCommand'];
    return (await client.send(new Command(input as never))) as Output;
  };

/** Clients of a program, as its administrator; lost answers are not asked for again. */
export function clientsOf({ url }: Server, data: string) {
  const credentials = profileIn(readFileSync(join(data, 'credentials'), 'utf8'), 'default');
  if (!credentials) throw new Error('no administrator');
  const config = { endpoint: url.href, region: 'us-east-1', credentials, maxAttempts: 1 };
  return { client: new sdk.ProtonClient(config), s3: new S3Client({ ...config, forcePathStyle: true }) };
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Asks again and again until it is so, for a minute at most. */
export async function until<Answer>(ask: () => Promise<Answer>, isSo: (answer: Answer) => boolean): Promise<Answer> {
  for (let turn = 0; ; turn++) {
    const answer = await ask();
    if (isSo(answer)) return answer;
    if (turn > 600) throw new Error(`It stays ${JSON.stringify(answer)}`);
    await pause(100);
  }
}

/** Starts it with an empty data folder. */
export async function openProgram(): Promise<Program> {
  const { path: data, remove } = dataFolder();
  const server = await startServer(data);
  const { client, s3 } = clientsOf(server, data);
  const call = caller(client);
  await s3.send(new CreateBucketCommand({ Bucket: 'bundles' }));
  let bundles = 0;
  const source = async (files: Files | Buffer) => {
    const Key = `${++bundles}.tar.gz`;
    const Body = Buffer.isBuffer(files) ? files : await bundleOf(files);
    await s3.send(new PutObjectCommand({ Bucket: 'bundles', Key, Body }));
    return { s3: { bucket: 'bundles', key: Key } };
  };
  const template: Program['template'] = async (input, files) => {
    const kind = input.compatibleEnvironmentTemplates ? 'Service' : 'Environment';
    const { name, compatibleEnvironmentTemplates, ...others } = input;
    await call(`Create${kind}Template`, { name, ...others });
    await call(`Create${kind}TemplateVersion`, {
      templateName: name,
      source: await source(files),
      ...(kind === 'Service' && { compatibleEnvironmentTemplates }),
    });
    const version = { templateName: name, majorVersion: '1', minorVersion: '0' };
    const shown = `${kind === 'Service' ? 'service' : 'environment'}TemplateVersion`;
    const { [shown]: made } = await until(
      () => call<Record<string, { status: string; statusMessage: string }>>(`Get${kind}TemplateVersion`, version),
      (answer) => answer[shown]?.status !== 'REGISTRATION_IN_PROGRESS',
    );
    if (made?.status === 'DRAFT') await call(`Update${kind}TemplateVersion`, { ...version, status: 'PUBLISHED' });
    return { status: made?.status ?? '', statusMessage: made?.statusMessage ?? '' };
  };
  const stop = async () => {
    client.destroy();
    s3.destroy();
    await server.kill('SIGTERM');
    remove();
  };
  return { server, data, client, call, source, template, until, stop };
}
