import { lookup as resolve } from 'node:dns/promises';
import { type IncomingMessage, request as requestPlain, type RequestOptions } from 'node:http';
import { request as requestTls } from 'node:https';
import { type BlockList, isIP } from 'node:net';
import { type Download, type Http, type HttpAnswer, HttpError, type HttpRequest } from '../http.ts';
import { isPublicAddress, subnets } from './public-address.ts';

/** What may be reached besides https addresses of the public internet. */
export interface GuardOptions {
  /** Addresses inside that may be reached all the same, as subnets: `10.1.2.0/24`. */
  allowedSubnets?: string[];
  /** Whether plain http will do. */
  allowsHttp?: boolean;
  /** All addresses of a host; the system's resolver unless given. */
  resolveHost?: (host: string) => Promise<string[]>;
}

const mostRedirects = 5;
const largestAnswer = 1024 * 1024;
// These belong to the connection, not to who fills in a form of headers.
const connectionHeaders =
  /^(host|connection|content-length|transfer-encoding|keep-alive|upgrade|te|trailer|expect|proxy-.*)$/i;

type Hop = Pick<HttpRequest, 'method' | 'headers' | 'body'> & { url: URL };

/**
 * HTTP to the public internet only: every address of a host is checked, at every redirect, and the connection goes to an address that was checked.
 * The headers, which may hold secrets, go to the origin they were meant for and no other.
 */
export function guardedHttp(options: GuardOptions = {}): Http {
  const allowed = subnets(options.allowedSubnets ?? []);
  const follow = async (first: Hop, signal: AbortSignal): Promise<IncomingMessage> => {
    let hop = first;
    for (let count = 0; count <= mostRedirects; count++) {
      const address = await checkedAddress(hop.url, options, allowed);
      const response = await exchange(hop, address, signal);
      const next = redirected(hop, response);
      if (!next) return response;
      response.destroy();
      hop = next;
    }
    throw new HttpError(`${first.url.host} redirects too often`);
  };
  const answer = async <Body>(asked: Asked, read: (response: IncomingMessage) => Promise<Body>) => {
    const { timeoutSeconds, ...hop } = asked;
    const signal = AbortSignal.timeout(timeoutSeconds * 1000);
    const whole = async () => {
      const response = await follow(hop, signal);
      return { status: response.statusCode ?? 0, body: await read(response) };
    };
    return withinTime(whole(), signal, `${hop.url.host} did not answer within ${timeoutSeconds} seconds`);
  };
  const send = async ({ url, headers, ...rest }: HttpRequest): Promise<HttpAnswer> => {
    const kept = Object.entries(headers).filter(([name]) => !connectionHeaders.test(name));
    const sent = { 'content-type': 'application/json', ...lowerCased(kept) };
    const { status, body } = await answer({ ...rest, url: parsed(url), headers: sent }, (response) =>
      bytesOf(response, largestAnswer),
    );
    return { status, body: body.toString('utf8') };
  };
  const download = ({ url, headers = {}, timeoutSeconds, largest }: Download) =>
    answer({ method: 'GET', url: parsed(url), headers, body: '', timeoutSeconds }, (response) =>
      bytesOf(response, largest),
    );
  return { send, download: async (file) => download(file) };
}

type Asked = Hop & { timeoutSeconds: number };

function parsed(url: string): URL {
  if (!URL.canParse(url)) throw new HttpError('The address is not a URL');
  return new URL(url);
}

const lowerCased = (headers: [string, string][]) =>
  Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]));

/** An address of the host to connect to; all of them must be allowed, so that a host cannot hide a bad one among good ones. */
async function checkedAddress(url: URL, options: GuardOptions, allowed: BlockList): Promise<string> {
  if (url.protocol !== 'https:' && !(options.allowsHttp && url.protocol === 'http:'))
    throw new HttpError(`${url.host} must be reached with https`);
  // The parser turned 0x7f.1, 017700000001 and the like into dotted numbers.
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const resolveHost = options.resolveHost ?? systemAddresses;
  const addresses = isIP(host) ? [host] : await resolveHost(host).catch(() => []);
  const [first] = addresses;
  if (first === undefined) throw new HttpError(`The host ${host} has no address`);
  const isAllowed = (address: string) =>
    isPublicAddress(address) || (isIP(address) !== 0 && allowed.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4'));
  if (!addresses.every(isAllowed)) throw new HttpError(`The host ${host} is not in the public internet`);
  return first;
}

const systemAddresses = async (host: string) => (await resolve(host, { all: true })).map(({ address }) => address);

/** One request, to the given address; the host's name goes into the Host header and into TLS. */
function exchange({ url, method, headers, body }: Hop, address: string, signal: AbortSignal): Promise<IncomingMessage> {
  const family = isIP(address);
  const lookup: RequestOptions['lookup'] = (_host, { all }, done) =>
    all ? done(null, [{ address, family }]) : done(null, address, family);
  const sent = method === 'GET' ? {} : { 'content-length': Buffer.byteLength(body) };
  const settings = { method, headers: { ...headers, ...sent }, lookup, signal, agent: false as const };
  return new Promise((answered, failed) => {
    const request = (url.protocol === 'https:' ? requestTls : requestPlain)(url.href, settings, answered);
    request.on('error', ({ code = 'no answer' }: NodeJS.ErrnoException) =>
      failed(new HttpError(`${url.host} could not be reached: ${code}`)),
    );
    request.end(method === 'GET' ? undefined : body);
  });
}

function redirected({ url, method, headers, body }: Hop, { statusCode = 0, headers: given }: IncomingMessage) {
  if (![301, 302, 303, 307, 308].includes(statusCode) || given.location === undefined) return undefined;
  if (!URL.canParse(given.location, url.href)) throw new HttpError(`${url.host} redirects to what is not a URL`);
  const next = new URL(given.location, url);
  const isSame = next.origin === url.origin;
  // What was sent may be secret as well, so it does not go on to strangers.
  if (!isSame && method !== 'GET' && statusCode >= 307) throw new HttpError(`${url.host} redirects to another host`);
  const isGet = statusCode < 307;
  return { url: next, method: isGet ? 'GET' : method, headers: isSame ? headers : {}, body } satisfies Hop;
}

async function bytesOf(response: IncomingMessage, largest: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largest) throw new HttpError(`The answer is larger than ${largest / 1024 / 1024} MiB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function withinTime<Answer>(answer: Promise<Answer>, signal: AbortSignal, words: string): Promise<Answer> {
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new HttpError(words)), { once: true });
  });
  try {
    return await Promise.race([answer, late]);
  } catch (error) {
    if (signal.aborted) throw new HttpError(words);
    // A header that cannot be sent, or a connection that ended while the answer came.
    throw error instanceof HttpError ? error : new HttpError('The request or its answer broke off', { cause: error });
  }
}
