import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { ApiError } from '../functions/api/error.ts';
import type { Keys } from '../local/credentials-file.ts';
import type { Person } from '../console/views/inbox/approvals.ts';
import { CommandFailure } from './command.ts';
import { harmless } from './harmless.ts';

/** A running program and whom to be there. */
export interface Endpoint {
  url: string;
  region: string;
  keys: Keys;
}

/** One call of an AWS JSON 1.1 operation by its target, `AmazonSSM.GetDocument` say. Throws ApiError or Unreachable. */
export type Call = <Output extends object>(target: string, input: object) => Promise<Output>;

/** Nothing answered, or what answered is no such API. */
export class Unreachable extends Error {
  override name = 'Unreachable';
}

const services: Record<string, string> = {
  AmazonSSM: 'ssm',
  AWSEvents: 'events',
  AwsProton20200720: 'proton',
  OpsWorks_20130218: 'opsworks',
  Quaymaster: 'quaymaster',
  QuaymasterEvents: 'quaymaster',
  QuaymasterProton: 'quaymaster',
};
const longest = 30_000;

/** A client of the APIs that go by target. */
export function clientOf(endpoint: Endpoint, send: typeof fetch = fetch): Call {
  return async <Output extends object>(target: string, input: object) => {
    const service = services[target.split('.', 1)[0] ?? ''] ?? 'ssm';
    const type = `application/x-amz-json-${service === 'proton' ? '1.0' : '1.1'}`;
    const headers = { 'content-type': type, 'x-amz-target': target };
    const post: Post = { path: '/', service, headers, body: JSON.stringify(input) };
    return (await signedPost(endpoint, post, send)) as Output;
  };
}

/** What is posted, and for which service it is signed. */
interface Post {
  path: string;
  service: string;
  headers: Record<string, string>;
  body: string;
}

/** Posts what is signed with SigV4 (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html). Throws ApiError or Unreachable. */
async function signedPost(endpoint: Endpoint, post: Post, send: typeof fetch = fetch): Promise<object> {
  const { region, keys } = endpoint;
  const { path, service, body } = post;
  const url = endpoint.url.replace(/\/+$/, '');
  const { hostname, port, protocol, host } = new URL(url);
  const signer = new SignatureV4({ service, region, credentials: keys, sha256: Sha256 });
  const at = { protocol, hostname, ...(port && { port: Number(port) }), method: 'POST', path, query: {} };
  const { headers } = await signer.sign({ ...at, headers: { host, ...post.headers }, body });
  const signal = AbortSignal.timeout(longest);
  const answer = await reach(url, () => send(`${url}${path}`, { method: 'POST', headers, body, signal }));
  return outputOf(answer, url);
}

/** Who the keys are of, as the console is told too. Throws ApiError or Unreachable. */
export const callerAt = async (endpoint: Endpoint): Promise<Person> =>
  (await consolePost(endpoint, '/console/session')) as Person;

/** A link to the console that signs in once whoever the keys are of, as a path. Throws ApiError or Unreachable. */
export const consoleLinkAt = async (endpoint: Endpoint): Promise<string> =>
  ((await consolePost(endpoint, '/console/links')) as { link: string }).link;

const consolePost = (endpoint: Endpoint, path: string): Promise<object> =>
  signedPost(endpoint, { path, service: 'quaymaster', headers: { 'content-type': 'application/json' }, body: '{}' });

/** Whether a program answers there and is well; one whose certificate nobody vouches for does answer. */
export async function isHealthy(url: string): Promise<boolean> {
  try {
    return (await fetch(new URL('/health', url), { signal: AbortSignal.timeout(2000) })).ok;
  } catch (error) {
    return isDistrust(error);
  }
}

/** How a program is that answers there, and what time it has, in epoch milliseconds (NaN where it tells none). Throws Unreachable. */
export async function healthOf(url: string): Promise<{ isWell: boolean; status: number; time: number }> {
  const answer = await reach(url, () => fetch(new URL('/health', url), { signal: AbortSignal.timeout(10_000) }));
  return { isWell: answer.ok, status: answer.status, time: Date.parse(answer.headers.get('date') ?? '') };
}

interface FetchError extends Error {
  cause?: { code?: string; message?: string };
}

/** Whether a connection ended over the other side's certificate (Node's and OpenSSL's codes). */
const isDistrust = (error: unknown): boolean =>
  /CERT|LEAF_SIGNATURE|ERR_TLS/.test((error as Partial<FetchError> | undefined)?.cause?.code ?? '');

/** Whether nobody was reached because nobody vouches for the other side. */
export const isDistrusted = ({ cause }: Unreachable): boolean => isDistrust(cause);

/** Asks; silence, and what is no answer, is Unreachable. */
export async function reach<Answer>(url: string, ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    throw new Unreachable(silence(url, error as FetchError), { cause: error });
  }
}

function silence(url: string, error: FetchError): string {
  const reason = error.cause?.message ?? error.cause?.code ?? error.message;
  if (isDistrust(error))
    return `${url} is not trusted (${harmless(reason)}): name its certificate in NODE_EXTRA_CA_CERTS`;
  return `Nothing answers at ${url}: ${error.cause?.code === 'ECONNREFUSED' ? 'connection refused' : harmless(reason)}`;
}

/** A refusal or silence of the server, in one line; a bug stays what it is. */
export function inWords(error: unknown): unknown {
  if (error instanceof ApiError) return new CommandFailure(refusalOf(error), { cause: error });
  return error instanceof Unreachable ? new CommandFailure(error.message, { cause: error }) : error;
}

/** What to type next, where a refusal leads somewhere. */
const next: Record<string, string> = {
  AutomationExecutionNotFoundException: 'quaymaster executions list',
  AutomationDefinitionNotFoundException: 'quaymaster documents list',
  InvalidDocument: 'quaymaster documents list',
  InvalidSignatureException: 'quaymaster doctor',
  UnrecognizedClientException: 'quaymaster doctor',
};

const refusalOf = ({ code, message }: ApiError): string =>
  `${code}: ${message}${Object.hasOwn(next, code) ? ` (see ${next[code]})` : ''}`;

interface ErrorBody {
  __type?: string;
  message?: string;
  Message?: string;
}

async function outputOf(answer: Response, url: string): Promise<object> {
  const text = await reach(url, () => answer.text());
  // Some operations answer with nothing at all.
  const body = text === '' && answer.headers.has('x-amzn-requestid') ? {} : parsed(text);
  if (!body) throw new Unreachable(`${url} answers ${answer.status} and not in JSON: is it Quaymaster?`);
  if (answer.ok) return body;
  const { __type = 'UnknownError', message, Message } = body as ErrorBody;
  const code = __type.split('#').at(-1) ?? __type;
  const told = message ?? Message ?? `HTTP status ${answer.status}`;
  throw new ApiError(harmless(code), harmless(told), answer.status);
}

function parsed(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The hash the signer asks for: plain SHA-256, or its HMAC with a secret. */
class Sha256 {
  readonly #secret: Uint8Array | string | undefined;
  #parts: Buffer[] = [];

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#secret = secret === undefined || typeof secret === 'string' ? secret : bytesOf(secret);
  }

  update(chunk: string | ArrayBuffer | ArrayBufferView): void {
    this.#parts.push(Buffer.from(typeof chunk === 'string' ? Buffer.from(chunk) : bytesOf(chunk)));
  }

  async digest(): Promise<Uint8Array> {
    const hash = this.#secret === undefined ? createHash('sha256') : createHmac('sha256', this.#secret);
    return hash.update(Buffer.concat(this.#parts)).digest();
  }

  reset(): void {
    this.#parts = [];
  }
}

const bytesOf = (chunk: ArrayBuffer | ArrayBufferView): Uint8Array =>
  chunk instanceof ArrayBuffer
    ? new Uint8Array(chunk)
    : new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
