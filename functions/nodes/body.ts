import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { bodyLimit } from '../api/route.ts';

/** A request of an agent that cannot be answered as it is; `status` is HTTP's. The message goes to the agent. */
export class WireError extends Error {
  override name = 'WireError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Who asks is no node, or no more. */
export const noToken = () => new WireError(401, 'This is no token of a node');

/** What an agent sent, not yet looked at. */
export type Body = Record<string, unknown>;

/** The JSON object of a request. Throws WireError. */
export function bodyFrom({ body = '', isBase64Encoded }: APIGatewayProxyEventV2): Body {
  if (Buffer.byteLength(body) > bodyLimit * 1.5) throw tooLarge();
  const text = isBase64Encoded ? Buffer.from(body, 'base64').toString() : body;
  if (Buffer.byteLength(text) > bodyLimit) throw tooLarge();
  const value = parsed(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new WireError(400, 'The body must be a JSON object');
  return value as Body;
}

const tooLarge = () => new WireError(413, `The request is larger than ${bodyLimit} bytes`);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new WireError(400, 'The body must be a JSON object');
  }
}

/** A member that is a text of at most so many characters. Throws WireError. */
export function textIn(body: Body, name: string, longest: number): string {
  const text = optionalTextIn(body, name, longest);
  if (!text) throw new WireError(400, `'${name}' is missing`);
  return text;
}

/** The same for a member that may be absent. */
export function optionalTextIn(body: Body, name: string, longest: number): string | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string' || value.length > longest)
    throw new WireError(400, `'${name}' must be a text of at most ${longest} characters`);
  return value.toWellFormed();
}

/** A member that is a whole number from `least` to `most`, if it is there. Throws WireError. */
export function countIn(body: Body, name: string, [least, most]: [number, number]): number | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (!Number.isInteger(value) || Number(value) < least || Number(value) > most)
    throw new WireError(400, `'${name}' must be a whole number from ${least} to ${most}`);
  return Number(value);
}
