import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { OtherDoor } from '../api/doors.ts';
import { type Signatures, verify } from '../api/verify.ts';
import type { Log } from '../ports/log.ts';
import { jsonAnswer, refusal, refusalOf } from './answers.ts';
import { fileAnswer, type Files } from './serve-file.ts';

type Answer = APIGatewayProxyStructuredResultV2;
type Answerer = (event: APIGatewayProxyEventV2) => Promise<Answer>;

/** What the page learns of the server it came from. */
export interface Settings {
  /** The region its calls are signed for. */
  region: string;
  /** Whether changes are told as they happen; else the page asks again and again. */
  live: boolean;
  /** Whether rules of EventBridge are kept here. */
  events: boolean;
}

/** What the console's door serves and whom it trusts; `more` are paths that only some servers have, as `POST /console/link`. */
export interface ConsoleDoor {
  files: Files;
  trust: Signatures;
  settings: Settings;
  log: Log;
  more?: Record<string, Answerer>;
}

const root = '/console';

/** Whether a request is for the console. */
const isForConsole = (path: string): boolean => path === root || path.startsWith(`${root}/`);

/** The door of the web page: its files, and who somebody is that signs for `quaymaster`. All else the page asks the APIs. */
export function consoleDoor(door: ConsoleDoor): OtherDoor {
  const { trust, more } = door;
  const paths: Record<string, Answerer> = { 'POST /console/session': (event) => session(event, trust), ...more };
  return {
    takes: ({ rawPath }) => isForConsole(rawPath),
    handler: async (event) => {
      const { method } = event.requestContext.http;
      const name = `${method} ${event.rawPath}`;
      const answerer = Object.hasOwn(paths, name) ? paths[name] : undefined;
      try {
        return await (answerer ? answerer(event) : file(event, door));
      } catch (error) {
        return refusalOf(error) ?? failed(error, name, door.log);
      }
    },
  };
}

function failed(error: unknown, request: string, log: Log): Answer {
  log.error('the console could not be served', { request, error });
  return refusal(500, 'InternalFailure', 'Internal Server Error');
}

/** Who signed, in words for the page. */
async function session(event: APIGatewayProxyEventV2, trust: Signatures): Promise<Answer> {
  const { caller } = await verify(event, { body: bodyOf(event), service: 'quaymaster' }, trust);
  return jsonAnswer(200, caller);
}

/** The text of a request's body. */
export const bodyOf = ({ body = '', isBase64Encoded }: APIGatewayProxyEventV2): string =>
  isBase64Encoded ? Buffer.from(body, 'base64').toString() : body;

async function file(event: APIGatewayProxyEventV2, { files, settings }: ConsoleDoor): Promise<Answer> {
  const { rawPath, requestContext } = event;
  const { method } = requestContext.http;
  if (method !== 'GET' && method !== 'HEAD')
    return refusal(405, 'MethodNotAllowedException', `The method ${method} is not allowed here`);
  if (rawPath === root) return { ...refusal(308, 'MovedPermanently', 'It is at /console/'), ...moved };
  const name = rawPath.slice(root.length + 1);
  if (!name.startsWith('assets/')) return page(event, files, settings);
  const text = await files(name);
  if (text === undefined) return refusal(404, 'NotFoundException', `There is nothing at ${rawPath}`);
  return fileAnswer(name, text, event);
}

const moved = { headers: { location: `${root}/`, 'cache-control': 'no-cache' } };

/** The page is the same at every path: what the path means is for the page to say. */
async function page(event: APIGatewayProxyEventV2, files: Files, settings: Settings): Promise<Answer> {
  const text = await files('index.html');
  if (text === undefined) return refusal(503, 'ServiceUnavailableException', 'The console is not built here');
  const told = escaped(JSON.stringify(settings));
  return fileAnswer(
    'index.html',
    text.replace('data-settings=""', () => `data-settings="${told}"`),
    event,
  );
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
