import { Agent as HttpAgent, type IncomingMessage, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

/** One request of the agent; `timeout` in milliseconds, for the whole of it. */
export interface WireRequest {
  method: 'GET' | 'HEAD' | 'POST' | 'PUT';
  url: string;
  headers?: Record<string, string>;
  body?: string;
  timeout: number;
  /** Gives it up. */
  signal?: AbortSignal;
}

/** What came back, whatever its status. */
export interface WireAnswer {
  status: number;
  headers: IncomingMessage['headers'];
  body: string;
}

/** Nothing answered, or not in time, or not to the end: what was asked may have happened. The message names the host alone. */
export class NoAnswer extends Error {
  override name = 'NoAnswer';
}

/** The server refused a request; 401 means the token. */
export class Refused extends Error {
  override name = 'Refused';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** A way to reach servers over HTTP and TLS; a connection is kept for the next request. */
export interface Wire {
  send(request: WireRequest): Promise<WireAnswer>;
  close(): void;
}

/** The longest answer in bytes: ten commands of the largest size. */
const longest = 8_000_000;

/** Opens it; `ca` is PEM text of who vouches for the servers, instead of the public authorities. */
export function openWire({ ca }: { ca?: string | undefined } = {}): Wire {
  const plain = new HttpAgent({ keepAlive: true, maxSockets: 8 });
  const secure = new HttpsAgent({ keepAlive: true, maxSockets: 8, ...(ca !== undefined && { ca }) });
  return {
    send: (request) => send(request, request.url.startsWith('https:') ? secure : plain),
    close: () => {
      plain.destroy();
      secure.destroy();
    },
  };
}

function send(
  { method, url, headers, body, timeout, signal: given }: WireRequest,
  agent: HttpAgent,
): Promise<WireAnswer> {
  const target = new URL(url);
  const open = target.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const late = AbortSignal.timeout(timeout);
    const failed = (error: Error) => {
      const reason = late.aborted ? `no answer within ${timeout} ms` : error.message;
      reject(new NoAnswer(`${target.host}: ${reason}`, { cause: error }));
    };
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const signal = AbortSignal.any([late, ...(given ? [given] : [])]);
    const asked = open(target, { method, agent, signal, headers: { ...headers, ...length } }, (answer) => {
      read(answer).then(
        (text) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text }),
        failed,
      );
    });
    asked.on('error', failed).end(body);
  });
}

async function read(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > longest) throw new Error(`an answer of more than ${longest} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
