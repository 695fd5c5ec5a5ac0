import type { AwsApi } from '../aws-api.ts';
import type { Clock } from '../clock.ts';

/** A token may be rotated; so long the one that was read is used, in milliseconds. */
const kept = 5 * 60_000;

/** Reads the token for GitHub that a secret holds, once in five minutes; undefined without a secret. */
export function githubToken(
  { aws, clock }: { aws: AwsApi; clock: Clock },
  secret: string | undefined,
): () => Promise<string | undefined> {
  let last: { token: string | undefined; at: number } | undefined;
  return async () => {
    const now = clock.now();
    if (!secret || (last && Math.abs(now - last.at) < kept)) return last?.token;
    last = { token: await tokenIn(aws, secret), at: now };
    return last.token;
  };
}

async function tokenIn(aws: AwsApi, SecretId: string): Promise<string | undefined> {
  const asked = { service: 'secretsmanager', operation: 'GetSecretValue', input: { SecretId }, sessionName: 'github' };
  const { SecretString } = await aws.call(asked);
  return typeof SecretString === 'string' ? SecretString.trim() : undefined;
}
