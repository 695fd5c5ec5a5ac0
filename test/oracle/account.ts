import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { dynamodbStore } from '../../functions/ports/aws/dynamodb-store.ts';
import { eventbridgeEvents } from '../../functions/ports/aws/eventbridge-events.ts';
import { runCommandNodes } from '../../functions/ports/aws/run-command-nodes.ts';
import { s3Objects } from '../../functions/ports/aws/s3-objects.ts';
import { stepFunctions } from '../../functions/ports/aws/step-functions.ts';
import type { Json, JsonObject } from '../../functions/ports/json.ts';
import { randomIds } from '../../functions/ports/random-ids.ts';
import { systemClock } from '../../functions/ports/system-clock.ts';
import { services } from '../../functions/services.ts';
import { runTask, stateMachines } from '../../local/state-machines.ts';
import { fakeAws } from '../aws.ts';
import { openDoor, recordingLog } from '../door.ts';
import {
  missing as dynamodbMissing,
  startDynamodbLocal,
  templateTable,
} from '../functions/ports/aws/dynamodb-local.ts';
import { fakeHttp } from '../http.ts';
import type { Around } from '../running.ts';
import { startInterpreter } from './interpreter.ts';
import { startLambdaEndpoint } from './lambda-endpoint.ts';
import { type Stage, type Started, statesIn, watchStarts } from './stage.ts';

/** An account on this machine: another's Step Functions, our functions behind Lambda's Invoke, DynamoDB Local, or moto's DynamoDB where it is not there. */
export interface Account {
  /** Deploys all machines and a table of their own. */
  openStage: (around: Around) => Promise<Stage>;
  stop(): Promise<void>;
}

type Invoke = (name: string, payload: Json) => Promise<JsonObject>;

const states = 'arn:aws:states:us-east-1:123456789012';
const settings = (endpoint: string) => ({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
});

/** Starts it. */
export async function startAccount(): Promise<Account> {
  const deployed = new Map<string, Invoke>();
  let stages = 0;
  const lambda = await startLambdaEndpoint((name, payload) => {
    const [stage = '', task = ''] = name.split('-');
    const invoke = deployed.get(stage);
    if (!invoke) throw new Error(`There is no function ${name}`);
    return invoke(task, payload);
  });
  const [moto, dynamodb] = await Promise.all([
    startInterpreter(lambda.url),
    dynamodbMissing() === undefined ? startDynamodbLocal() : undefined,
  ]);
  const client = dynamodb?.client ?? new DynamoDBClient(settings(moto.url));
  return {
    openStage: (around) => openStage(`stage${++stages}`, { url: moto.url, dynamodb: client, deployed }, around),
    stop: async () => {
      await Promise.all([moto.stop(), lambda.stop(), dynamodb?.stop()]);
    },
  };
}

interface Place {
  url: string;
  dynamodb: DynamoDBClient;
  deployed: Map<string, Invoke>;
}

async function openStage(stage: string, { url, dynamodb, deployed }: Place, around: Around): Promise<Stage> {
  const sfn = new SFNClient(settings(url));
  await Promise.all([
    dynamodb.send(new CreateTableCommand({ ...templateTable(), TableName: stage })),
    createMachines(sfn, stage),
  ]);
  const aws = fakeAws();
  const [clock, ids, log] = [systemClock(), randomIds(), recordingLog([])];
  const door = await openDoor(services, {
    clock,
    ids,
    log,
    store: dynamodbStore({ client: dynamodb, table: stage, clock, ids }),
    workflows: stepFunctions(sfn, `${states}:stateMachine:${stage}-`),
    events: eventbridgeEvents({ client: new EventBridgeClient(settings(url)), bus: 'default', log, clock }),
    objects: s3Objects(new S3Client({ ...settings(url), forcePathStyle: true }), clock, stage),
    aws,
    nodes: runCommandNodes(aws),
    scripts: { start: async () => Promise.reject(new Error('nothing runs scripts here')), stop: async () => undefined },
    http: fakeHttp(),
  });
  const started = watchStarts(door.ports);
  deployed.set(stage, (name, payload) =>
    around(() => runTask(name, payload, door.ports), name, payload as JsonObject)(),
  );
  return {
    ...door,
    client: door.ssm(),
    aws,
    started,
    status: async (started) => {
      const describe = new DescribeExecutionCommand({ executionArn: arnOf(stage, started) });
      const { status } = await patiently(() => sfn.send(describe));
      return String(status);
    },
    states: async (started) => {
      const get = new GetExecutionHistoryCommand({ executionArn: arnOf(stage, started) });
      const { events } = await patiently(() => sfn.send(get));
      return statesIn(events);
    },
    pass: () => new Promise((resolve) => setTimeout(resolve, 300)),
    close: async () => sfn.destroy(),
  };
}

/** Does the same once more, on machines of its own, where the other interpreter lost an execution that it was asked about while it wrote: it has such races. */
export async function again<Result>(work: () => Promise<Result>, left = 3): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (left === 0) throw error;
    return again(work, left - 1);
  }
}

/** The other interpreter now and then answers with a page that tells of its own trouble when it is asked while it writes. */
async function patiently<Answer>(ask: () => Promise<Answer>, left = 20): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (left === 0 || !(error instanceof SyntaxError)) throw error;
    await new Promise((resolve) => setTimeout(resolve, 200));
    return patiently(ask, left - 1);
  }
}

const arnOf = (stage: string, [machine, name]: Started) => `${states}:execution:${stage}-${machine}:${name}`;

/** The very machines of `statemachines/`, each calling the functions of this stage. */
async function createMachines(sfn: SFNClient, stage: string): Promise<void> {
  for (const [machine, definition] of Object.entries(stateMachines()))
    await sfn.send(
      new CreateStateMachineCommand({
        name: `${stage}-${machine}`,
        definition: JSON.stringify(definition).replace(/:function:(\w+)/g, `:function:${stage}-$1`),
        roleArn: 'arn:aws:iam::123456789012:role/machines',
      }),
    );
}
