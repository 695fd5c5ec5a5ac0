import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { ownNodes } from '../../nodes/own-nodes.ts';
import { mayNow } from '../../principals/may-now.ts';
import type { Ports } from '../ports.ts';
import { randomIds } from '../random-ids.ts';
import { systemClock } from '../system-clock.ts';
import { accountProvisioner } from './account-provisioner.ts';
import { dynamodbStore } from './dynamodb-store.ts';
import { eventbridgeEvents } from './eventbridge-events.ts';
import { githubSources } from '../github/github-sources.ts';
import { githubToken } from './github-token.ts';
import { guardedHttp } from './guarded-http.ts';
import type { Quotas } from '../quotas.ts';
import { powertoolsLog } from './powertools-log.ts';
import { runCommandNodes } from './run-command-nodes.ts';
import { s3Objects } from './s3-objects.ts';
import { sdkAwsApi } from './sdk-aws-api.ts';
import { stepFunctions } from './step-functions.ts';
import { noSecrets } from './unavailable-secrets.ts';
import { lambdaScripts } from './lambda-scripts.ts';

/** A variable of the function's environment; serverless.yml sets them all. */
export function variable(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`The environment variable ${name} is not set`);
  return value;
}

/** The outside world of a Lambda function, from its environment. */
export function lambdaPorts(): Ports {
  const clock = systemClock();
  const ids = randomIds();
  const log = powertoolsLog('info');
  const aws = sdkAwsApi({ region: variable('AWS_REGION') });
  const store = dynamodbStore({ client: new DynamoDBClient({}), table: variable('TABLE_NAME'), clock, ids });
  const objects = s3Objects(new S3Client({}), clock, variable('OBJECTS_BUCKET'));
  const http = guardedHttp();
  const githubSecret = process.env['GITHUB_ACCESS'];
  const token = githubToken({ aws, clock }, githubSecret);
  const scriptRunner = variable('SCRIPT_RUNNER');
  return {
    store,
    workflows: stepFunctions(new SFNClient({}), variable('STATE_MACHINES')),
    events: eventbridgeEvents({ client: new EventBridgeClient({}), bus: variable('EVENT_BUS'), log, clock }),
    objects,
    aws,
    nodes: ownNodes({ store, clock, ids }, { others: runCommandNodes(aws), mayDo: mayNow({ store, clock }) }),
    provisioner: accountProvisioner({ aws, objects, http, token }),
    // A function that only tells whether there is one may not read the token.
    sources: githubSecret ? githubSources({ http, token }) : undefined,
    secrets: noSecrets,
    scripts: lambdaScripts({ store, objects, clock, aws, runner: scriptRunner }),
    http,
    clock,
    ids,
    quotas: JSON.parse(variable('QUOTAS')) as Quotas,
    log,
  };
}
