import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { act } from './act.ts';
import { answer } from './answer.ts';
import { authenticate } from './authenticate.ts';
import { authorize } from './authorize.ts';
import type { Answer, Call } from './call.ts';
import { logRequest } from './log-request.ts';
import type { Identities, Principals } from './principal.ts';
import { route } from './route.ts';
import type { Service } from './service.ts';
import { validate } from './validate.ts';
import type { Ports } from '../ports/ports.ts';

/** What the door serves and whom it trusts; `region` is the only one signatures may name, undefined for any. */
export interface Door {
  ports: Ports;
  services: Service[];
  principals: Principals;
  /** Only behind API Gateway: it vouches for IAM identities on routes of their own. */
  identities?: Identities;
  /** Twelve digits. */
  account: string;
  region?: string;
}

/** An HTTP request in, an HTTP response out: what API Gateway calls (payload format 2.0), and the embedded server too. */
export type Handler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

/** The door of all APIs that speak AWS JSON 1.0 and 1.1. */
export function makeHandler({ ports, services, principals, identities, account, region }: Door): Handler {
  const { clock, log } = ports;
  const handler = middy<APIGatewayProxyEventV2, Answer, Error, Call>()
    .use(logRequest(ports))
    .use(answer(log))
    .use(route(services, identities !== undefined))
    .use(authenticate({ principals, identities, account, region, clock }))
    .use(validate())
    .use(authorize(ports))
    .handler((_event, call) => act(call, ports));
  return (event) => handler(event, {} as Call);
}
