import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Json } from '../../functions/ports/json.ts';

/** Where functions can be invoked by name, as of Lambda. */
export interface LambdaEndpoint {
  url: string;
  stop(): Promise<void>;
}

type Invoke = (name: string, payload: Json) => Promise<unknown>;

/**
 * Serves Lambda's Invoke, RequestResponse: the payload of the answer, and of a failure what Lambda makes of an error that a Node handler throws.
 * Source: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export async function startLambdaEndpoint(invoke: Invoke): Promise<LambdaEndpoint> {
  const server = createServer((request, response) => {
    void answerTo(request, invoke).then(({ headers, payload }) => {
      response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(payload ?? null));
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop };
}

async function answerTo(request: IncomingMessage, invoke: Invoke) {
  const [, named = ''] = /^\/2015-03-31\/functions\/([^/]+)\/invocations/.exec(request.url ?? '') ?? [];
  const name = decodeURIComponent(named).split(':function:').at(-1) ?? '';
  try {
    const payload = await invoke(name, JSON.parse((await text(request)) || '{}') as Json);
    return { headers: { 'x-amz-executed-version': '$LATEST' }, payload };
  } catch (error) {
    const { name: errorType, message: errorMessage } = error as Error;
    return { headers: { 'x-amz-function-error': 'Unhandled' }, payload: { errorType, errorMessage, trace: [] } };
  }
}
