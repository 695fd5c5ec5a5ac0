import { LambdaClient } from '@aws-sdk/client-lambda';
import type { Context } from 'aws-lambda';
import { lambdaPorts, variable } from '../ports/aws/ports.ts';
import { runScript } from '../scripts/run-script.ts';
import { scriptFunction } from '../scripts/script-function.ts';
import { scriptFinished } from '../ssm/tasks/script-finished.ts';

const ports = lambdaPorts();
const run = scriptFunction(new LambdaClient({ maxAttempts: 1 }), variable('SCRIPT_FUNCTION'));

/** What the scripts port calls without waiting; Lambda repeats a call that failed under the same request id. */
export const handler = ({ id }: { id: string }, { awsRequestId }: Pick<Context, 'awsRequestId'>) =>
  runScript(id, awsRequestId, { ...ports, run, finished: (job, result) => scriptFinished({ id: job, result }, ports) });
