import type { MiddlewareObj, Request } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { Caller } from './action.ts';
import type { Identity } from './principal.ts';
import type { Input, Service } from './service.ts';

/** What the door learns of a call on its way in; each part is there once its middleware has run, in this order. */
export type Call = Context & {
  /** log-request.ts */
  requestId: string;
  startedAt: number;
  /** route.ts; the body is text when it came as text. */
  service: Service;
  operation: string;
  body: string | Buffer;
  /** authenticate.ts */
  principal: Identity;
  caller: Caller;
  /** validate.ts */
  input: Input;
};

/** An answer on its way out: an action's output, then the HTTP response. */
export type Answer = object | APIGatewayProxyStructuredResultV2;

export type CallRequest = Request<APIGatewayProxyEventV2, Answer, Error, Call>;
export type CallMiddleware = MiddlewareObj<APIGatewayProxyEventV2, Answer, Error, Call>;
