import { delimiter, join } from 'node:path';
import type { AwsApi } from '../../../functions/ports/aws-api.ts';
import type { Provisioning } from '../../../functions/ports/provisioner.ts';

/**
 * What the commands find in their environment: that of whoever started the server, with what CodeBuild and Proton give. Secrets come from Secrets
 * Manager, named as in a buildspec: `secret-id:json-key`.
 */
export async function environmentOf(
  work: Provisioning,
  { folder, aws }: { folder: string; aws: AwsApi },
): Promise<Record<string, string>> {
  const { manifest, target, region, id } = work;
  const secrets: Record<string, string> = {};
  for (const [name, reference] of Object.entries(manifest?.env?.secrets_manager ?? {}))
    secrets[name] = await secretOf(reference, work, aws);
  return {
    ...own(process.env),
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    CODEBUILD_BUILD_ID: `quaymaster:${id}`,
    CODEBUILD_SRC_DIR: join(folder, 'work'),
    RESOURCE_ARN: target.arn,
    ...manifest?.env?.variables,
    ...secrets,
    PATH: [join(folder, 'bin'), process.env['PATH'] ?? ''].join(delimiter),
    QUAYMASTER_KEEPER: folder,
  };
}

/** The server's own settings are not for the commands. */
const own = (environment: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).filter(
      (pair): pair is [string, string] => pair[1] !== undefined && !/^(QUAYMASTER_|NODE_OPTIONS$)/.test(pair[0]),
    ),
  );

async function secretOf(reference: string, { roleArn, region, id }: Provisioning, aws: AwsApi): Promise<string> {
  const { SecretId, key, stage } = parse(reference);
  const { SecretString } = await aws.call({
    service: 'secretsmanager',
    operation: 'GetSecretValue',
    input: { SecretId, ...(stage && { VersionStage: stage }) },
    sessionName: id,
    region,
    ...(roleArn !== undefined && { roleArn }),
  });
  const text = typeof SecretString === 'string' ? SecretString : '';
  if (!key) return text;
  const { [key]: value } = JSON.parse(text) as Record<string, unknown>;
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}

/** An ARN has colons of its own: seven parts of it are the id. */
function parse(reference: string): { SecretId: string; key: string | undefined; stage: string | undefined } {
  const parts = reference.split(':');
  const length = reference.startsWith('arn:') ? 7 : 1;
  const [key, stage] = parts.slice(length);
  return { SecretId: parts.slice(0, length).join(':'), key, stage };
}
