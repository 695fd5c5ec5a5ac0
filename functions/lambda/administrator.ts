import { KMSClient } from '@aws-sdk/client-kms';
import { kmsSecrets } from '../ports/aws/kms-secrets.ts';
import { lambdaPorts, variable } from '../ports/aws/ports.ts';
import { ensureAdministrator } from '../principals/administrator.ts';

const ports = { ...lambdaPorts(), secrets: kmsSecrets(new KMSClient({}), variable('PRINCIPALS_KEY')) };

interface Told {
  Endpoint: string;
  AccessKeyId: string;
  SecretAccessKey: string;
}

/** Gives the address of this deployment and the keys of the administrator, made at the first call, to whom the account lets invoke this function: `aws lambda invoke`. */
export async function handler(): Promise<Told> {
  const { accessKeyId, secretAccessKey } = await ensureAdministrator(ports, variable('ACCOUNT_ID'));
  return { Endpoint: variable('ENDPOINT'), AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey };
}
