import http from 'node:http';
import { connect } from 'node:net';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { Malformed } from './request.ts';

/** What came back; the status 0 is a connection that was closed without an answer. */
export interface Answer {
  status: number;
  type: string;
  text: string;
}

/** Longer than any answer takes, in milliseconds, on a machine with much else to do. */
const patience = 30_000;

/** Sends one request. */
export const send = (url: URL, agent: http.Agent, { method, path, headers, body }: Malformed) =>
  new Promise<Answer>((resolve) => {
    const none = (why: string) => () => resolve({ status: 0, type: '', text: why });
    const at = { agent, hostname: url.hostname, port: url.port, method, path, setHost: !headers['host'] };
    const given = { ...headers, 'content-length': Buffer.byteLength(body) };
    const request = http.request({ ...at, headers: given, timeout: patience }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', none('broke off'));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          type: response.headers['content-type'] ?? '',
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });
    request.on('timeout', () => request.destroy(new Error(`no answer within ${patience} ms`)));
    request.on('error', (error) => none(error.message)());
    request.end(body);
  });

/** Sends the bytes of a connection and then ends its side of it; what comes back until the other side does so too. */
export const sendBytes = (url: URL, bytes: string) =>
  new Promise<string>((resolve) => {
    const socket = connect({ host: url.hostname, port: Number(url.port) });
    let text = '';
    socket.setTimeout(patience, () => socket.destroy(new Error(`no end within ${patience} ms`)));
    socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
    socket.on('error', (error: NodeJS.ErrnoException) => (text ||= error.code === 'ECONNRESET' ? '' : error.message));
    socket.on('close', () => resolve(text));
    socket.end(bytes, 'latin1');
  });

/** The error that an answer tells of, else its status: what requests came to. */
export function codeOf({ status, text }: Answer): string {
  const [, ...codes] = /"__type": ?"(\w+)"|<Code>(\w+)<|"type": ?"(\w+)"/.exec(text) ?? [];
  return (status >= 400 && codes.find(Boolean)) || String(status);
}

/** The inside of the program: stacks, files, modules. */
export const isTelling = (text: string): boolean =>
  /\n\s+at |file:\/\/|node:internal|node_modules|\.[tj]s:\d|SQLITE|TypeError|is not a function|of undefined/.test(text);

type Protocol = 'AWS JSON' | 'OpenStack' | 'S3' | 'any';

/** Whether an answer is one that the protocol has. HEAD has no body, and 501 says that an operation is not here. */
export function isWellFormed(protocol: Protocol, { method }: Pick<Malformed, 'method'>, answer: Answer): boolean {
  const { status, type, text } = answer;
  if (status === 0 || isTelling(text)) return false;
  if (status >= 500 && status !== 501 && !isOfHeat(answer)) return false;
  if (status < 400) return true;
  if (method === 'HEAD') return text === '';
  if (protocol === 'AWS JSON') return isAwsError(answer);
  // What is not signed for S3 is for the door of AWS JSON.
  if (protocol === 'S3' && type.startsWith('application/xml')) return isXmlError(text);
  if (protocol === 'S3') return isAwsError(answer);
  if (protocol === 'OpenStack')
    return type.startsWith('application/json') ? isObject(text) : type.startsWith('text/plain');
  return type !== '' || text === '';
}

/** Heat's contract has two errors with the status 500: a deployment without a config, and a config in use. */
const isOfHeat = ({ status, text }: Answer): boolean =>
  status === 500 && /"type":"(RemoteError|InvalidRestrictedAction)"/.test(text);

function isAwsError({ status, type, text }: Answer): boolean {
  const error = parsed(text);
  const { __type: code, message, Message } = error ?? {};
  const isNamed = typeof code === 'string' && /^[A-Z]\w+$/.test(code);
  return (
    status < 500 && type.startsWith('application/x-amz-json-1.') && isNamed && typeof (message ?? Message) === 'string'
  );
}

function isXmlError(text: string): boolean {
  if (XMLValidator.validate(text) !== true) return false;
  const { Error: error } = new XMLParser().parse(text) as { Error?: { Code?: unknown; Message?: unknown } };
  return typeof error?.Code === 'string' && typeof error.Message === 'string';
}

const isObject = (text: string): boolean => parsed(text) !== undefined;

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const made = JSON.parse(text) as unknown;
    return typeof made === 'object' && made !== null && !Array.isArray(made) ? { ...made } : undefined;
  } catch {
    return undefined;
  }
}
