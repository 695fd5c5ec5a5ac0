import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { CallMiddleware, CallRequest } from './call.ts';
import { ApiError } from './error.ts';
import { iamPath } from './iam-identity.ts';
import { requestEntityTooLarge } from './errors.ts';
import type { Service } from './service.ts';

/** The longest body in bytes; AWS takes about as much on these APIs. */
export const bodyLimit = 1_048_576;

const healthy: APIGatewayProxyStructuredResultV2 = {
  statusCode: 200,
  headers: { 'content-type': 'application/json' },
  body: '{"status":"ok"}',
};

/** Finds the service and the operation by `X-Amz-Target`; the path may name the service, with or without a last slash, and below /iam/ where API Gateway is. */
export function route(services: Service[], isBehindGateway = false): CallMiddleware {
  const byPrefix = new Map(services.map((service) => [service.contract.targetPrefix, service]));
  const named = services.flatMap(({ contract }) => [`/${contract.service}`, `/${contract.service}/`]);
  const paths = new Set(['/', ...named, ...(isBehindGateway ? named.map((path) => iamPath + path.slice(1)) : [])]);
  return {
    before: ({ event, context }: CallRequest): APIGatewayProxyStructuredResultV2 | undefined => {
      const { method } = event.requestContext.http;
      if (event.rawPath === '/health') return health(method);
      if (!paths.has(event.rawPath)) throw notFound(event.rawPath);
      if (method !== 'POST') throw methodNotAllowed(method);
      const target = event.headers['x-amz-target'] ?? '';
      Object.assign(context, operationOf(target, byPrefix));
      context.body = bodyOf(event);
      return undefined;
    },
  };
}

function health(method: string): APIGatewayProxyStructuredResultV2 {
  if (method !== 'GET' && method !== 'HEAD') throw methodNotAllowed(method);
  return healthy;
}

function operationOf(target: string, byPrefix: Map<string, Service>): { service: Service; operation: string } {
  const dot = target.lastIndexOf('.');
  const service = byPrefix.get(target.slice(0, dot));
  const operation = target.slice(dot + 1);
  if (!service || !Object.hasOwn(service.actions, operation) || !Object.hasOwn(service.contract.operations, operation))
    throw new ApiError('UnknownOperationException', `The operation '${target}' is not known here`);
  return { service, operation };
}

function bodyOf({ body = '', isBase64Encoded }: APIGatewayProxyEventV2): string | Buffer {
  const decoded = isBase64Encoded ? Buffer.from(body, 'base64') : body;
  if (decoded.length > bodyLimit || Buffer.byteLength(decoded) > bodyLimit) throw requestEntityTooLarge(bodyLimit);
  return decoded;
}

const notFound = (path: string): ApiError => new ApiError('NotFoundException', `There is nothing at ${path}`, 404);

const methodNotAllowed = (method: string): ApiError =>
  new ApiError('MethodNotAllowedException', `The method ${method} is not allowed here`, 405);
