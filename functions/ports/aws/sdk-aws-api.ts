import { type AwsApi, type AwsCall, AwsUnreachable, AwsUnusable } from '../aws-api.ts';
import type { JsonObject } from '../json.ts';
import { assumedRoles } from './assumed-roles.ts';
import { isOwnAddress } from './own-address.ts';
import { recentlyUsed } from '../recently-used.ts';
import { boto3Answer } from './sdk-answer.ts';
import { clientClass, commandClass, makeCommand, type SdkClient } from './sdk-command.ts';
import { portError, withinLimit } from './sdk-error.ts';
import { installedModule, type LoadModule, type SdkModule, sdkModule } from './sdk-package.ts';

/** How AWS is called. */
export interface SdkOptions {
  /** For calls that name none. */
  region: string;
  /** The URL of this very server, which an AWS_ENDPOINT_URL of the environment may lead to: such calls are refused. */
  ownUrl?: () => string | undefined;
  load?: LoadModule;
  /** Epoch milliseconds, to tell when keys expire. */
  now?: () => number;
}

const longestCall = 25;
const mostClients = 200;

/**
 * AWS through the AWS SDK for JavaScript v3: clients are loaded when a runbook first needs them, and read endpoints and credentials from the
 * environment as the SDK documents (AWS_PROFILE, AWS_ENDPOINT_URL_EC2 …).
 */
export function sdkAwsApi(options: SdkOptions): AwsApi {
  const { load = installedModule, now = Date.now } = options;
  const clients = recentlyUsed<SdkClient>(mostClients);
  const handlers = new Map<string, unknown>();

  const clientFor = (module: SdkModule, { service, roleArn, sessionName, region = options.region }: AwsCall) => {
    const key = JSON.stringify([service, region, ...(roleArn ? [roleArn, sessionName] : [])]);
    const requestHandler = handlers.get(service);
    const credentials = roleArn && (() => credentialsOf({ roleArn, sessionName, region }));
    const config = { region, ...(requestHandler ? { requestHandler } : {}), ...(credentials && { credentials }) };
    const client = clients.get(key) ?? clients.set(key, guarded(new (clientClass(module))(config), options));
    // The clients of one service share their connections.
    handlers.set(service, client.config.requestHandler);
    return client;
  };

  const call = async (asked: AwsCall): Promise<JsonObject> => {
    const signal = AbortSignal.timeout((asked.timeoutSeconds ?? longestCall) * 1000);
    const late = `${asked.service} ${asked.operation} got no answer within ${asked.timeoutSeconds ?? longestCall} seconds`;
    const module = await sdkModule(asked.service, load);
    const command = commandClass(module, asked);
    const [operation] = command;
    try {
      const sent = clientFor(module, asked).send(makeCommand(command, asked), { abortSignal: signal });
      return boto3Answer(await withinLimit(sent, signal, late));
    } catch (error) {
      throw signal.aborted ? new AwsUnreachable(late, { cause: error }) : portError(error, { ...asked, operation });
    }
  };

  const credentialsOf = assumedRoles(async ({ roleArn, sessionName, region }) => {
    const input = { RoleArn: roleArn, RoleSessionName: sessionName };
    const answer = await call({ service: 'sts', operation: 'AssumeRole', input, sessionName, region });
    return answer.Credentials as JsonObject;
  }, now);
  return { call };
}

const leadsHere =
  'AWS_ENDPOINT_URL leads back to this server. Start it in a shell where AWS_ENDPOINT_URL is not set, or is that of AWS';

function guarded(client: SdkClient, { ownUrl }: SdkOptions): SdkClient {
  client.middlewareStack.add(
    (next) => async (args) => {
      if (isOwnAddress(args.request, ownUrl?.())) throw new AwsUnusable(leadsHere);
      return next(args);
    },
    { step: 'build', name: 'quaymasterNotItself' },
  );
  return client;
}
