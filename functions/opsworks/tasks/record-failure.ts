import { end, type EndNeeds } from './end.ts';

/** The body of RecordFailure, the machine's last resort: a deployment that the engine could not carry out fails, and what is still open with it. */
export async function recordFailure(
  { deploymentId, error }: { deploymentId: string; error?: { Error?: string; Cause?: string } },
  ports: EndNeeds,
): Promise<object> {
  ports.log.error('a deployment was given up', { deploymentId, error: error?.Error, cause: error?.Cause });
  return end({ deploymentId, isGivenUp: true }, ports);
}
