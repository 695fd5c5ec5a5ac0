import { isUtf8 } from 'node:buffer';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { bodyLimit } from '../../api/route.ts';
import { isDeeper, type JsonObject } from '../../ports/json.ts';
import { badRequest, requestLimitExceeded } from '../errors.ts';

const nestingLimit = 64;

/** The bytes of a request's body. */
export const bytesOf = ({ body = '', isBase64Encoded }: APIGatewayProxyEventV2): Buffer =>
  Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');

/**
 * The JSON object in a request, undefined where there is none: Heat reads a body only where it says JSON, plain text or nothing, and begins with a
 * brace; `isAnyType` reads it whatever it says. Source: heat/common/wsgi.py, JSONRequestDeserializer and is_json_content_type. Throws HTTPBadRequest, RequestLimitExceeded.
 */
export function jsonBody(event: APIGatewayProxyEventV2, isAnyType = false): JsonObject | undefined {
  const type = isAnyType ? '' : (event.headers['content-type'] ?? '');
  if (type && !type.startsWith('text/plain') && type.split(';', 1)[0]?.trim() !== 'application/json') return undefined;
  const bytes = bytesOf(event);
  if (bytes[0] !== 0x7b) return undefined;
  if (bytes.length > bodyLimit)
    throw requestLimitExceeded(
      `JSON body size (${bytes.length} bytes) exceeds maximum allowed size (${bodyLimit} bytes).`,
    );
  return parsed(bytes);
}

function parsed(bytes: Buffer): JsonObject {
  if (!isUtf8(bytes)) throw badRequest('The body is not valid UTF-8');
  const value = parsedText(bytes.toString());
  if (isDeeper(value, nestingLimit)) throw badRequest(`The body is nested more than ${nestingLimit} deep`);
  return value;
}

function parsedText(text: string): JsonObject {
  try {
    return JSON.parse(text) as JsonObject;
  } catch {
    throw badRequest('The body is not valid JSON');
  }
}
