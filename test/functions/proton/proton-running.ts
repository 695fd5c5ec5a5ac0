import { gzipSync } from 'node:zlib';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateEnvironmentTemplateCommand,
  CreateEnvironmentTemplateVersionCommand,
  ProtonClient,
  UpdateEnvironmentTemplateVersionCommand,
} from '@aws-sdk/client-proton';
import { pack } from 'tar-stream';
import type { Event } from '../../../functions/ports/events.ts';
import type { Json, JsonObject } from '../../../functions/ports/json.ts';
import { proton } from '../../../functions/proton/index.ts';
import { Database } from '../../../local/database/database.ts';
import { sqliteStore } from '../../../local/database/sqlite-store.ts';
import { stateMachines } from '../../../local/state-machines.ts';
import { StatesEngine } from '../../../local/states/engine.ts';
import { embeddedWorkflows } from '../../../local/workflows.ts';
import { fakeClock, type FakeClock } from '../../clock.ts';
import { deployed } from '../../deployed.ts';
import { countingIds, openDoor, recordingLog, type Keys, type TestDoor } from '../../door.ts';
import { inMemory } from '../../objects.ts';
import { type FakeProvisioner, fakeProvisioner } from './fake-provisioner.ts';

/** The Proton room in this process, on a clock that stands still. */
export interface Running extends TestDoor {
  client: ProtonClient;
  as: (keys: Keys) => ProtonClient;
  engine: StatesEngine;
  events: Event[];
  provisioner: FakeProvisioner;
  /** Puts a bundle of files, or the bytes of one, where a version can be made of it. */
  source: (files: Record<string, string | Buffer> | Buffer) => Promise<{ s3: { bucket: string; key: string } }>;
  /** An environment template with version 1.0 of these files, published unless told. */
  environmentTemplate: (name: string, files: Record<string, string>, isPublished?: boolean) => Promise<void>;
  /** Runs work with the rights that a function is deployed with. */
  asFunction: <Result>(name: string, work: () => Result) => Result;
  /** Lets everything happen that does not wait for time or for somebody. */
  settled: () => Promise<void>;
}

/** Opens it, in memory or in a file. */
export async function openProton(file = ':memory:', clock: FakeClock = fakeClock()): Promise<Running> {
  const database = new Database(file);
  const events: Event[] = [];
  const provisioner = fakeProvisioner();
  const ids = countingIds();
  let running = 0;
  const invoke = (name: string, payload: Json): Promise<JsonObject> => {
    running += 1;
    return account.runTask(name, payload, door.ports).finally(() => (running -= 1));
  };
  const log = recordingLog([]);
  const engine = new StatesEngine({ database, clock, ids, log, invoke, machines: stateMachines(), history: 'full' });
  const account = deployed({
    clock,
    ids,
    store: sqliteStore(database, clock),
    workflows: embeddedWorkflows(engine),
    events: { publish: async (make: () => Event[]) => void events.push(...make()) },
    objects: inMemory(),
    provisioner,
  });
  const door = await openDoor([proton], account.ports, undefined, undefined, account.request);
  engine.recover();
  const as = (keys?: Keys) => door.attach(new ProtonClient(door.config(keys)));
  const client = as();
  let bundles = 0;
  const source = async (files: Record<string, string | Buffer> | Buffer) => {
    const s3 = { bucket: 'bundles', key: `${++bundles}.tar.gz` };
    await door.ports.objects.put(s3.bucket, s3.key, Buffer.isBuffer(files) ? files : await bundleOf(files));
    return { s3 };
  };
  const settled = async () => {
    for (let idle = 0; idle < 50; idle = running > 0 ? 0 : idle + 1) {
      await new Promise((resolve) => setImmediate(resolve));
      await database.durable();
    }
  };
  const environmentTemplate = async (name: string, files: Record<string, string>, isPublished = true) => {
    await client.send(new CreateEnvironmentTemplateCommand({ name }));
    const version = { templateName: name, source: await source(files) };
    await client.send(new CreateEnvironmentTemplateVersionCommand(version));
    await settled();
    const publication = { templateName: name, majorVersion: '1', minorVersion: '0', status: 'PUBLISHED' } as const;
    if (isPublished) await client.send(new UpdateEnvironmentTemplateVersionCommand(publication));
  };
  const asFunction = <Result>(name: string, work: () => Result) => account.roles.as(name, work);
  return { ...door, clock, client, as, asFunction, engine, events, provisioner, source, settled, environmentTemplate };
}

/** A .tar.gz of files by their paths. */
export async function bundleOf(files: Record<string, string | Buffer>): Promise<Buffer> {
  const archive = pack();
  for (const [name, body] of Object.entries(files)) archive.entry({ name }, body);
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return gzipSync(Buffer.concat(chunks));
}

/** Where the public bundles are, on machines that have them. */
export const bundlesFolder = join(import.meta.dirname, '../../../../shared/cases/proton-bundles');

/** The files of a public sample bundle. */
export function publicBundle(name: string): Record<string, Buffer> {
  const folder = join(bundlesFolder, name);
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path))]));
}

/** The rows of the index of the public bundles. */
export function indexOfPublicBundles(): { name: string; kind: string; format: string }[] {
  const [, ...lines] = readFileSync(join(bundlesFolder, 'INDEX.tsv'), 'utf8').trim().split('\n');
  return lines.map((line) => {
    const [name = '', kind = '', , , format = ''] = line.split('\t');
    return { name, kind, format };
  });
}
