import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Clock } from '../../ports/clock.ts';
import type { Ids } from '../../ports/ids.ts';
import type { Log } from '../../ports/log.ts';
import { RecordTooLarge } from '../../ports/store.ts';
import { unlessConflict } from '../../ports/until-written.ts';
import { errorBody, HeatError, httpConflict, requestLimitExceeded } from '../errors.ts';
import { jsonAnswer } from './response.ts';

/** What a request turned out to be, for the log. */
export interface Trace {
  operation?: string;
  principal?: string;
}

type Serve = (event: APIGatewayProxyEventV2, trace: Trace) => Promise<APIGatewayProxyStructuredResultV2>;

/**
 * Gives each request its id and one line in the log, and turns errors into answers. The line has no URL: it may hold a signature, or a name that
 * somebody meant to be a secret.
 */
export const served =
  ({ clock, ids, log }: { clock: Clock; ids: Ids; log: Log }, serve: Serve) =>
  async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const requestId = `req-${ids.uuid()}`;
    const startedAt = clock.now();
    const trace: Trace = {};
    const answer = await serve(event, trace).catch((given: unknown) => {
      const error = given instanceof RecordTooLarge ? tooLong() : given;
      if (error instanceof HeatError) return jsonAnswer(error.status, errorBody(error));
      log.error('internal error', { ...trace, requestId, error });
      return jsonAnswer(500, errorBody(new HeatError('InternalError')));
    });
    log.info('request', { ...trace, status: answer.statusCode, requestId, ms: clock.now() - startedAt });
    return { ...answer, headers: { ...answer.headers, 'x-openstack-request-id': requestId } };
  };

/** What is long by its nature goes beside the records; names and the like do not. */
const tooLong = () => requestLimitExceeded('a name, group, id, action, status or reason is too long.');

const attempts = 20;

/** Does something again after each lost race for a record. Throws HTTPConflict in the end. */
export async function untilWritten<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const outcome = await work().then((result) => ({ result }), unlessConflict);
    if (outcome) return outcome.result;
  }
  throw httpConflict();
}
