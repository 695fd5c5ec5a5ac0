import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SFNClient } from '@aws-sdk/client-sfn';
import type { AwsApi } from '../functions/ports/aws-api.ts';
import { lambdaScripts } from '../functions/ports/aws/lambda-scripts.ts';
import { dynamodbStore } from '../functions/ports/aws/dynamodb-store.ts';
import { eventbridgeEvents } from '../functions/ports/aws/eventbridge-events.ts';
import { s3Objects } from '../functions/ports/aws/s3-objects.ts';
import { stepFunctions } from '../functions/ports/aws/step-functions.ts';
import type { Log } from '../functions/ports/log.ts';
import type { Ports } from '../functions/ports/ports.ts';
import type { Key, Store } from '../functions/ports/store.ts';
import type { Machine } from '../functions/ports/workflows.ts';
import { places } from './places.ts';
import type { UnderRoles } from './roles.ts';
import { askedBy, askedByCall, type Command } from './sdk-questions.ts';

type Shadowed = Pick<Ports, 'store' | 'workflows' | 'events' | 'objects'> & Partial<Pick<Ports, 'aws' | 'scripts'>>;

/** What can be shadowed. */
export type Shadowable = Shadowed & Pick<Ports, 'clock' | 'ids'>;

/**
 * Ports that do what the given ones do, after the AWS implementations were told the same: what those would send to AWS must be allowed by the role of
 * the function at work. `machineOf` is the machine that gave out a token.
 */
export function shadowedPorts(
  given: Shadowable,
  { ask }: UnderRoles,
  machineOf: (token: string) => Machine | undefined,
): Shadowed {
  const arnOf = (token: string) => `${places.machines}${machineOf(token)}`;
  const send = async (command: Command): Promise<object> => {
    askedBy(command, arnOf).forEach(ask);
    // A bus without rules is told nothing.
    return { Rules: [{}] };
  };
  const { clock } = given;
  const ids = { ...given.ids, uuid: () => '' };
  const log = { error: (_message: string, { error }: { error: Error }) => raise(error) } as unknown as Log;
  const objects = s3Objects({ send } as unknown as S3Client, clock, places.bucket);
  const store = dynamodbStore({ client: { send } as unknown as DynamoDBClient, table: places.table, clock, ids });
  // A page begins where one of the given store ended.
  const list: Store['list'] = ({ after: _, ...query }) => store.list(query);
  const asking =
    (aws?: AwsApi): AwsApi['call'] =>
    async (asked) => {
      askedByCall(asked).forEach(ask);
      return aws ? aws.call(asked) : {};
    };
  // A script that runs is told to stop by an object.
  const get = async <Value>(key: Key) => {
    await store.get(key);
    return { ...key, version: 1, value: { claim: 'somebody' } as Value };
  };
  const claimed = { store: { ...store, get }, objects, clock, aws: { call: asking() } };
  return {
    store: both(given.store, { ...store, list }),
    workflows: both(given.workflows, stepFunctions({ send } as unknown as SFNClient, places.machines)),
    events: both(
      given.events,
      eventbridgeEvents({ client: { send } as unknown as EventBridgeClient, bus: places.bus, log, clock }),
    ),
    // Who is given a URL acts as who signed it.
    objects: both(given.objects, { ...objects, url: (bucket, key) => objects.get(bucket, key).then(String) }),
    ...(given.aws && { aws: { call: asking(given.aws) } }),
    ...(given.scripts && { scripts: both(given.scripts, lambdaScripts({ ...claimed, runner: places.runner })) }),
  };
}

function raise(error: Error): never {
  throw error;
}

/** A port each of whose methods is called on the second one first. */
function both<Port extends object>(port: Port, shadow: Port): Port {
  const methods = Object.entries(port) as [string, (...args: unknown[]) => Promise<unknown>][];
  const shadows = shadow as Record<string, (...args: unknown[]) => Promise<unknown>>;
  return Object.fromEntries(
    methods.map(([name, method]) => [
      name,
      async (...args: unknown[]) => {
        await shadows[name]?.(...args);
        return method(...args);
      },
    ]),
  ) as Port;
}
