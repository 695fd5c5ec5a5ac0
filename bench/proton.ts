import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  CreateEnvironmentTemplateCommand,
  CreateEnvironmentTemplateVersionCommand,
  GetEnvironmentTemplateVersionCommand,
  ProtonClient,
} from '@aws-sdk/client-proton';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { pack } from 'tar-stream';
import { compile } from '../functions/proton/jinja/index.ts';
import { load, rateOf } from './measure.ts';
import { until } from './scenarios.ts';
import type { Server } from './server.ts';

/** What templates cost. */
export interface Templates {
  /** A template of 20 resources rendered, a second, parsed before. */
  renders: number;
  /** Versions registered a second, from the call until they are DRAFT: opened, checked, rendered for a try and copied. */
  registrations: number;
}

const bundle = join(import.meta.dirname, '../examples/proton/network');
const clients = 8;

/** Measures both, the registrations through the API. */
export async function templates(server: Server, versions: number): Promise<Templates> {
  return { renders: await renders(), registrations: await registrations(server, versions) };
}

async function renders(): Promise<number> {
  const resource = `  {{ name }}{{ n }}:
    Type: AWS::S3::Bucket
{% if n is odd %}    DeletionPolicy: Retain
{% endif %}    Properties:
      BucketName: {{ name | lower }}-{{ n }}-{{ environment.inputs.stage | default('dev') }}`;
  const template = compile(`Resources:\n{% for n in range(20) %}\n${resource}\n{% endfor %}`);
  const context = { name: 'Store', environment: { inputs: { stage: 'prod' } } };
  return rateOf(() => template.render(context));
}

async function registrations(server: Server, versions: number): Promise<number> {
  const config = { region: 'us-east-1', endpoint: server.url.href, credentials: server.keys(), maxAttempts: 1 };
  const [s3, proton] = [new S3Client({ ...config, forcePathStyle: true }), new ProtonClient(config)];
  const place = { Bucket: 'bench-bundles', Key: 'network.tar.gz' };
  await s3.send(new CreateBucketCommand({ Bucket: place.Bucket }));
  await s3.send(new PutObjectCommand({ ...place, Body: await archive() }));
  const templateName = 'network';
  await proton.send(new CreateEnvironmentTemplateCommand({ name: templateName }));
  const source = { s3: { bucket: place.Bucket, key: place.Key } };
  const { rate } = await load(clients, versions, async () => {
    const made = await proton.send(new CreateEnvironmentTemplateVersionCommand({ templateName, source }));
    const { majorVersion, minorVersion } = made.environmentTemplateVersion ?? {};
    const version = new GetEnvironmentTemplateVersionCommand({ templateName, majorVersion, minorVersion });
    await until(async () => {
      const status = (await proton.send(version)).environmentTemplateVersion?.status;
      if (status === 'REGISTRATION_FAILED') throw new Error('the bundle is not registered');
      return status === 'DRAFT';
    });
  });
  return rate;
}

async function archive(): Promise<Buffer> {
  const entries = pack();
  for (const entry of readdirSync(bundle, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) entries.entry({ name: path.slice(bundle.length + 1) }, readFileSync(path));
  }
  entries.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of entries) chunks.push(chunk as Buffer);
  return gzipSync(Buffer.concat(chunks));
}
