import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { ApiError } from '../api/error.ts';

type Answer = APIGatewayProxyStructuredResultV2;

/**
 * What the page may do: load its own files and call its own origin. Nothing inline, nobody frames it, and it tells nobody where it was.
 * Source: https://www.w3.org/TR/CSP3/
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** The headers of every answer of the console. */
export const safeHeaders: Record<string, string> = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
};

/** An answer that no cache keeps. */
export const jsonAnswer = (statusCode: number, body: object): Answer => ({
  statusCode,
  headers: { ...safeHeaders, 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: JSON.stringify(body),
});

/** What is wrong with a request in words, with the code that the APIs would give. */
export const refusal = (status: number, code: string, message: string): Answer =>
  jsonAnswer(status, { __type: code, message });

/** An error on its way out; undefined for what is no caller's fault. */
export const refusalOf = (error: unknown): Answer | undefined =>
  error instanceof ApiError ? refusal(error.status, error.code, error.message) : undefined;
