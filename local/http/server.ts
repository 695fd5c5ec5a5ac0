import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { isIPv6, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Handler } from '../../functions/api/handler.ts';
import { bodyLimit } from '../../functions/api/route.ts';
import { httpEvent } from './http-event.ts';
import { type Body, bodyReader } from './request-body.ts';
import type { StreamedAnswer } from './streamed-answer.ts';

/** Where to listen; `port` 0 takes any free one, `tls` holds PEM text. */
export interface ServerOptions {
  handler: Handler;
  host: string;
  port: number;
  tls?: { cert: string; key: string };
  /** How long the body of this request may be, in bytes. */
  longestBody?: (request: IncomingMessage) => number;
}

/** A server that listens; `close` takes no more requests and resolves when the running ones are answered. */
export interface RunningServer {
  url: string;
  close(): Promise<void>;
}

/** Times in milliseconds: a client gets ten seconds for its headers and thirty for a request; an idle connection lives a minute. */
const limits = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 2_000,
  maxHeaderSize: 16_384,
};
/** How long who was refused may read why. */
const timeToRead = 2_000;
/** How long running requests may hold up the end. */
const patience = 30_000;

/** Serves HTTP/1.1 by calling the handler as API Gateway would. */
export async function startServer({ handler, host, port, tls, longestBody }: ServerOptions): Promise<RunningServer> {
  const state = { isClosing: false };
  const receive = bodyReader(longestBody ?? (() => bodyLimit));
  const listener = (request: IncomingMessage, response: ServerResponse): void =>
    receive(request, (body) => {
      answerTo(handler, request, body)
        .then((answer) => send(response, answer, state.isClosing))
        .catch(() => response.destroy());
    });
  const server = tls ? createTlsServer({ ...limits, ...tls }, listener) : createServer(limits, listener);
  server.on('clientError', refuse);
  server.listen(port, host);
  await once(server, 'listening');
  return {
    url: urlOf(server, host, tls !== undefined),
    close: () => {
      state.isClosing = true;
      return finish(server);
    },
  };
}

function urlOf(server: Server, host: string, isSecure: boolean): string {
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : isIPv6(host) ? `[${host}]` : host;
  return `${isSecure ? 'https' : 'http'}://${name}:${(server.address() as AddressInfo).port}`;
}

async function finish(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const end = setTimeout(() => server.closeAllConnections(), patience);
  await closed;
  clearTimeout(end);
}

async function answerTo(
  handler: Handler,
  request: IncomingMessage,
  body: Body,
): Promise<APIGatewayProxyStructuredResultV2> {
  if (body === 'too long') return tooLarge;
  if (body === 'busy') return busy;
  try {
    return await handler(httpEvent(request, body));
  } catch {
    return failed;
  }
}

/** A body of text goes out in one piece with the headers; bytes would take a second write. */
function send(response: ServerResponse, answer: StreamedAnswer, isLast: boolean): void {
  const { statusCode = 200, headers, body = '', isBase64Encoded = false, follow } = answer;
  if (follow) return stream(response, answer, follow);
  const content = isBase64Encoded ? Buffer.from(body, 'base64') : body;
  // The answer to HEAD names the length of what it leaves out.
  const all: OutgoingHttpHeaders = { 'content-length': Buffer.byteLength(content), ...headers };
  if (isLast) all['connection'] = 'close';
  response.writeHead(statusCode, all).end(content);
}

/** As much as may wait for a client that reads slowly, in bytes; one that comes back can ask for what it missed. */
const mostUnread = 1_048_576;

/** Sends the headers, then piece by piece what follows, until either side has enough. */
function stream(
  response: ServerResponse,
  { statusCode = 200, headers }: StreamedAnswer,
  follow: NonNullable<StreamedAnswer['follow']>,
): void {
  response.writeHead(statusCode, headers as OutgoingHttpHeaders);
  response.flushHeaders();
  const stop = follow({
    write: (text) => void (response.write(text), response.writableLength > mostUnread && response.destroy()),
    end: () => response.end(),
  });
  response.once('close', stop);
}

const plain = (statusCode: number, code: string, message: string): APIGatewayProxyStructuredResultV2 => ({
  statusCode,
  headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': code },
  body: JSON.stringify({ __type: code, message, Message: message }),
});

const tooLarge = plain(413, 'RequestEntityTooLargeException', `The request is larger than ${bodyLimit} bytes`);
const busy = plain(503, 'SlowDown', 'Too many long requests at once');
const failed = plain(500, 'InternalFailure', 'Internal Server Error');

const statuses: Record<string, string> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** Answers what is no HTTP, comes too slowly, or has too long headers. */
function refuse(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const body = JSON.stringify({ __type: 'BadRequestException', message: 'The request is not valid HTTP' });
  socket.end(
    `HTTP/1.1 ${statuses[error.code ?? ''] ?? '400 Bad Request'}\r\ncontent-type: application/x-amz-json-1.1\r\n` +
      `content-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
  );
  // Who reads the answer closes; who does not, and goes on sending, would hold the connection for ever.
  const late = setTimeout(() => socket.destroy(), timeToRead);
  socket.once('close', () => clearTimeout(late));
}
