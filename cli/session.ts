import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Keys, profileIn } from '../local/credentials-file.ts';
import { dataPaths } from '../local/data-folder.ts';
import type { Person } from '../console/views/inbox/approvals.ts';
import { boot, published } from './boot.ts';
import { type Call, callerAt, clientOf, type Endpoint, isHealthy } from './client.ts';
import { type Arguments, CommandFailure, readIfThere, textOption } from './command.ts';

/** A way to call a server, which may live in this process; `credentials` is the file its principals' keys go to. */
export interface Session {
  call: Call;
  /** Who the keys are of, asked for once. */
  caller: () => Promise<Person>;
  endpoint: Endpoint;
  credentials: string;
  /** Whether that file is the data folder's own, with nobody else's keys in it. */
  isOwn: boolean;
  close(): Promise<void>;
}

/** Whether a server must run already, because it is to stay when the command is done. */
export interface Opening {
  mustRun?: boolean;
}

const stays = async () => {};

function callsTo(endpoint: Endpoint) {
  let known: Promise<Person> | undefined;
  return { endpoint, call: clientOf(endpoint), caller: () => (known ??= callerAt(endpoint)) };
}

/**
 * Finds the server as the AWS clients would, AWS_ENDPOINT_URL first unless `--data` is given, then as the data folder tells;
 * where none answers, the embedded program runs in this process until the session is closed.
 */
export async function openSession(given: Arguments, { mustRun = false }: Opening = {}): Promise<Session> {
  const stage = textOption(given, 'stage');
  if (stage) return deployedSession(stage);
  const data = textOption(given, 'data') ?? '.quaymaster';
  const named = given.typed.has('data') ? undefined : await namedSession(given, dataPaths(data).credentials);
  const running = named ?? (await runningSession(given, data));
  if (!running && mustRun) throw new CommandFailure(`no server runs with ${dataPaths(data).path}: quaymaster start`);
  return running ?? embeddedSession(given, data);
}

/** A deployment; keys made there go to the credentials file that AWS's clients read, where nothing is ever replaced. */
async function deployedSession(stage: string): Promise<Session> {
  const endpoint = await (await import('./stage.ts')).deployment(stage);
  const credentials = resolve(process.env.AWS_SHARED_CREDENTIALS_FILE || join(homedir(), '.aws', 'credentials'));
  return { ...callsTo(endpoint), credentials, isOwn: false, close: stays };
}

/** The server AWS_ENDPOINT_URL names. When it is silent, only a shell that took this folder's `env` may look further. */
async function namedSession(given: Arguments, own: string): Promise<Session | undefined> {
  const { AWS_ENDPOINT_URL: url, AWS_REGION, AWS_DEFAULT_REGION, AWS_SHARED_CREDENTIALS_FILE } = process.env;
  if (!url) return undefined;
  const credentials = resolve(AWS_SHARED_CREDENTIALS_FILE || own);
  const isOwn = credentials === own;
  if (await isHealthy(url)) {
    const region = AWS_REGION || AWS_DEFAULT_REGION || 'us-east-1';
    const endpoint = { url, region, keys: callerKeys(given, credentials) };
    return { ...callsTo(endpoint), credentials, isOwn, close: stays };
  }
  if (!isOwn)
    throw new CommandFailure(
      `nothing answers at ${url} (AWS_ENDPOINT_URL); start it with quaymaster start, or name a folder with --data`,
    );
  return undefined;
}

async function runningSession(given: Arguments, data: string): Promise<Session | undefined> {
  const { credentials } = dataPaths(data);
  const last = published(data);
  if (!last || !(await isHealthy(last.url))) return undefined;
  return { ...callsTo({ ...last, keys: profileKeys(given, credentials) }), credentials, isOwn: true, close: stays };
}

async function embeddedSession(given: Arguments, data: string): Promise<Session> {
  const region = published(data)?.region ?? 'us-east-1';
  const { server, folder } = await boot({ data, host: '127.0.0.1', port: 0, region, logLevel: 'warn' });
  try {
    const endpoint = { url: server.url, region, keys: profileKeys(given, folder.credentials) };
    return { ...callsTo(endpoint), credentials: folder.credentials, isOwn: true, close: () => server.close() };
  } catch (error) {
    await server.close();
    throw error;
  }
}

/** The keys for a server that is named by its URL: as the AWS clients would find them, in the data folder where nothing else is said. */
export const endpointKeys = (given: Arguments): Keys =>
  callerKeys(
    given,
    resolve(
      process.env.AWS_SHARED_CREDENTIALS_FILE || dataPaths(textOption(given, 'data') ?? '.quaymaster').credentials,
    ),
  );

/** The keys the AWS clients would take: the environment's, else a profile's; `--profile` beats both. */
function callerKeys(given: Arguments, file: string): Keys {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  if (given.typed.has('profile') || !AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) return profileKeys(given, file);
  const token = AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {};
  return { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY, ...token };
}

function profileKeys(given: Arguments, file: string): Keys {
  const name = textOption(given, 'profile') ?? 'default';
  const keys = profileIn(readIfThere(file), name);
  if (!keys) throw new CommandFailure(`${file} has no profile ${name} (--profile or AWS_PROFILE chooses another)`);
  return keys;
}
