import { InvokeCommand, type LambdaClient, LambdaServiceException } from '@aws-sdk/client-lambda';
import type { RunOrder, ScriptAnswer } from './script-order.ts';

/**
 * The function that runs scripts, of that name; each tenant has execution environments of its own. The client must not repeat calls by itself, for that would
 * run a script twice. Throws what Lambda refuses: the script did not run, and may be tried again.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/tenant-isolation.html
 */
export function scriptFunction(client: LambdaClient, name: string): RunOrder {
  return async (order, tenant) => {
    const command = new InvokeCommand({ FunctionName: name, TenantId: tenant, Payload: JSON.stringify(order) });
    const answer = await client.send(command).catch((error: unknown) => {
      if (error instanceof LambdaServiceException) throw error;
      return undefined;
    });
    if (!answer) return failed('The connection to the script was lost; whether it ended is not known');
    const body: unknown = JSON.parse(Buffer.from(answer.Payload ?? []).toString());
    return answer.FunctionError ? failed(ending(body)) : (body as ScriptAnswer);
  };
}

/** Of Lambda's own words only the kind goes on; the rest may tell of what is inside. */
function ending(body: unknown): string {
  const { errorType = 'Unknown' } = body as { errorType?: string };
  return `The script ended together with all that kept it: ${errorType}`;
}

const failed = (message: string): ScriptAnswer => ({
  channel: JSON.stringify({ message }),
  log: '',
  late: false,
  stopped: false,
});
