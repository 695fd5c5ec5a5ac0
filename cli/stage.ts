import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Endpoint } from './client.ts';
import { CommandFailure } from './command.ts';

interface Told {
  Endpoint?: string;
  AccessKeyId?: string;
  SecretAccessKey?: string;
}

/**
 * Where a deployment is, and its administrator's keys: its function `administrator` tells those whom the account lets invoke it, by the credentials and the
 * Region that AWS's clients find.
 */
export async function deployment(stage: string, client = new LambdaClient({})): Promise<Endpoint> {
  const name = `quaymaster-${stage}-administrator`;
  const region = await client.config.region().catch((error: unknown) => fail(name, error));
  const answer = await client
    .send(new InvokeCommand({ FunctionName: name }))
    .catch((error: unknown) => fail(name, error));
  const told = JSON.parse(Buffer.from(answer.Payload ?? []).toString() || '{}') as Told;
  const { Endpoint: url, AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey } = told;
  if (answer.FunctionError || !url || !accessKeyId || !secretAccessKey)
    throw new CommandFailure(`${name} answered with no keys; its log tells why`);
  return { url, region, keys: { accessKeyId, secretAccessKey } };
}

function fail(name: string, error: unknown): never {
  const { AWS_ENDPOINT_URL: url } = process.env;
  const elsewhere = url ? ` AWS_ENDPOINT_URL is ${url}: is that the account?` : '';
  throw new CommandFailure(`${name} cannot be called: ${(error as Error).message}${elsewhere}`, { cause: error });
}
