import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Call, CallMiddleware, CallRequest } from './call.ts';
import { ApiError } from './error.ts';
import { commonErrors } from './errors.ts';
import { shapeNode } from './shapes/shape-node.ts';
import { writeValue } from './shapes/write-value.ts';
import type { Log } from '../ports/log.ts';

/**
 * Turns an action's output, or its error, into the HTTP response. An error is shown when it is an ApiError that the operation
 * lists or every operation may have; anything else is logged with its cause and becomes the service's internal error.
 */
export function answer(log: Log): CallMiddleware {
  return {
    after: (request: CallRequest): void => {
      const { service, operation } = request.context;
      const shape = service.contract.operations[operation]?.output;
      const output = shape && writeValue(shapeNode(service.contract, shape), request.response);
      request.response = response(request.context, 200, output === undefined ? '' : JSON.stringify(output));
    },
    onError: (request: CallRequest): void => {
      const { context } = request;
      const error = shownError(request.error, context, log);
      const body = JSON.stringify({ __type: error.code, message: error.message, Message: error.message });
      const answered = response(context, error.status, body);
      answered.headers = { ...answered.headers, 'x-amzn-errortype': error.code };
      request.response = answered;
    },
  };
}

function response(call: Partial<Call>, statusCode: number, body: string): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode,
    headers: {
      'content-type': `application/x-amz-json-${call.service?.contract.jsonVersion ?? '1.1'}`,
      'x-amzn-requestid': call.requestId ?? '',
    },
    body,
  };
}

function shownError(error: unknown, call: Partial<Call>, log: Log): ApiError {
  const { service, operation, requestId } = call;
  if (error instanceof ApiError) {
    const listed = service?.contract.operations[operation ?? '']?.errors ?? [];
    if (commonErrors.has(error.code) || listed.includes(error.code)) return error;
  }
  log.error('internal error', { operation, requestId, error });
  return new ApiError(service?.internalError ?? 'InternalFailure', 'Internal Server Error', 500);
}
