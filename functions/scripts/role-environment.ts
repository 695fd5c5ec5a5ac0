import type { AwsApi } from '../ports/aws-api.ts';
import type { ScriptJob } from '../ports/scripts.ts';

/**
 * The variables by which a script's clients of AWS act as its role, with keys for an hour; none without a role, or where there is no AWS to ask.
 * Source: https://docs.aws.amazon.com/sdkref/latest/guide/environment-variables.html
 */
export async function roleEnvironment(
  { role }: Pick<ScriptJob, 'role'>,
  aws: AwsApi | undefined,
): Promise<Record<string, string>> {
  if (!role || !aws) return {};
  const { arn, sessionName, region } = role;
  const input = { RoleArn: arn, RoleSessionName: sessionName };
  const answer = await aws.call({ service: 'sts', operation: 'AssumeRole', input, sessionName, region });
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = answer.Credentials as Record<string, string>;
  return {
    AWS_ACCESS_KEY_ID: AccessKeyId,
    AWS_SECRET_ACCESS_KEY: SecretAccessKey,
    AWS_SESSION_TOKEN: SessionToken,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
  };
}
