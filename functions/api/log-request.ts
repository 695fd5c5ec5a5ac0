import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Call, CallMiddleware, CallRequest } from './call.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Log } from '../ports/log.ts';

/** Gives each call its id and, when it is over, one line: who did what, how it ended and how long it took, in milliseconds. */
export function logRequest({ clock, ids, log }: { clock: Clock; ids: Ids; log: Log }): CallMiddleware {
  const write = ({ context, response }: CallRequest): void => {
    const { service, operation, caller, requestId, startedAt }: Partial<Call> & Pick<Call, 'startedAt'> = context;
    log.info('request', {
      operation: service && `${service.contract.service}:${operation}`,
      principal: caller?.arn,
      status: (response as APIGatewayProxyStructuredResultV2).statusCode,
      requestId,
      ms: clock.now() - startedAt,
    });
  };
  return {
    before: ({ context }: CallRequest): void => {
      context.requestId = ids.uuid();
      context.startedAt = clock.now();
    },
    after: write,
    onError: write,
  };
}
