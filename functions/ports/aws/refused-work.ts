import { AwsError, AwsUnusable, isAccessRefused, isPassing } from '../aws-api.ts';
import type { Provisioning } from '../provisioner.ts';

/** Work that cannot be done as it is; the message says why. */
export class WorkRefused extends Error {
  override name = 'WorkRefused';
}

/** Why a call for a piece of work failed for good, and what to do about it; undefined where the same call may do better later. Throws what is no answer of AWS. */
export function failureOf(error: unknown, work: Provisioning): string | undefined {
  if (isPassing(error)) return undefined;
  if (error instanceof WorkRefused || error instanceof AwsUnusable) return error.message;
  if (!(error instanceof AwsError)) throw error;
  const { code, operation, message } = error;
  const { roleArn = '' } = work;
  if (operation === 'AssumeRole')
    return (
      `The role ${roleArn} cannot be assumed: ${message}. It must trust this server, as a role that was made for AWS Proton does not, ` +
      'and be one that this server may assume; docs/deploy.md shows the statement.'
    );
  if (isAccessRefused(code)) return `The role ${roleArn} must be allowed what ${operation} takes: ${message}`;
  return `${operation}: ${message}`;
}

/** Asks running work to end. What AWS refuses is told by the look that follows, and a cancel that did not get through is asked again by then. */
export async function endingOf(work: Provisioning, cancel: () => Promise<void>): Promise<undefined> {
  await cancel().catch((error: unknown) => void failureOf(error, work));
}
