import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EventBridgeClient, ListRulesCommand, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import {
  GetParameterCommand,
  type ServiceInputTypes,
  type ServiceOutputTypes,
  SSMClient,
  type SSMClientResolvedConfig,
  SSMServiceException,
} from '@aws-sdk/client-ssm';
import { type AwsStub, mockClient } from 'aws-sdk-client-mock';
import { sdkAwsApi } from '../../../../functions/ports/aws/sdk-aws-api.ts';
import { awsApiContract } from '../../../ports/aws-api.contract.ts';

const aws = () => sdkAwsApi({ region: 'us-east-1' });
const $metadata = { requestId: 'r-1', httpStatusCode: 200, attempts: 1 };

describe('AWS through the SDK, clients mocked', () => {
  let ssm: AwsStub<ServiceInputTypes, ServiceOutputTypes, SSMClientResolvedConfig>;
  beforeEach(() => {
    ssm = mockClient(SSMClient);
  });
  afterEach(() => ssm.restore());

  awsApiContract(() => ({
    aws: aws(),
    given: (answer) => {
      const command = ssm.on(GetParameterCommand);
      if (!('code' in answer)) return void command.resolves({ ...answer, $metadata });
      const { code: name, message, status } = answer as { code: string; message: string; status: number };
      const fault = { name, message, $fault: 'client' as const, $metadata: { httpStatusCode: status } };
      return void command.rejects(new SSMServiceException(fault));
    },
    input: () => ssm.commandCalls(GetParameterCommand).at(-1)?.args[0].input,
  }));

  const call = (service: string, operation: string, input = {}) =>
    aws().call({ service, operation, input, sessionName: 'e-1' });

  it.each(['DescribeExecution', 'describeExecution', 'describe_execution'])(
    'knows the operation as %s',
    async (name) => {
      const sfn = mockClient(SFNClient);
      const startDate = new Date(1_577_836_800_000);
      const stopDate = new Date(1_577_836_800_120);
      sfn.on(DescribeExecutionCommand).resolves({ status: 'SUCCEEDED', startDate, stopDate, $metadata } as never);

      const answer = await call('stepfunctions', name, { executionArn: 'arn:x' });

      expect(answer).toMatchObject({
        status: 'SUCCEEDED',
        startDate: '2020-01-01T00:00:00+00:00',
        stopDate: '2020-01-01T00:00:00.120000+00:00',
      });
      expect(sfn.commandCalls(DescribeExecutionCommand)[0]?.args[0].input).toEqual({ executionArn: 'arn:x' });
    },
  );

  it('finds the client of a service that boto3 calls by another name', async () => {
    const events = mockClient(EventBridgeClient);
    events.on(ListRulesCommand).resolves({ Rules: [], NextToken: undefined, $metadata });

    const answer = await call('events', 'ListRules');

    expect(Object.keys(answer)).toEqual(['Rules', 'ResponseMetadata']);
  });

  it('gives bytes as text, and as base64 where they are none', async () => {
    const lambda = mockClient(LambdaClient);
    lambda
      .on(InvokeCommand)
      .resolvesOnce({ Payload: Buffer.from('{"a":"é"}'), $metadata } as never)
      .resolves({ Payload: Uint8Array.from([255, 0]), $metadata } as never);

    expect(await call('lambda', 'Invoke', { FunctionName: 'f' })).toMatchObject({ Payload: '{"a":"é"}' });
    expect(await call('lambda', 'Invoke', { FunctionName: 'f' })).toMatchObject({ Payload: '/wA=' });
  });

  it.each([
    ['2024-05-01T10:00:00Z', '2024-05-01T10:00:00.000Z'],
    ['2024-05-01T10:00:00', '2024-05-01T10:00:00.000Z'],
    ['2024-05-01T10:00:00+02:00', '2024-05-01T08:00:00.000Z'],
    ['2024-05-01', '2024-05-01T00:00:00.000Z'],
    [1_714_557_600, '2024-05-01T10:00:00.000Z'],
  ])('takes the time %s as botocore does', async (Time, expected) => {
    const events = mockClient(EventBridgeClient);
    events.on(PutEventsCommand).resolves({ $metadata });

    await call('events', 'PutEvents', { Entries: [{ Time, Source: 's' }] });

    const { Entries = [] } = events.commandCalls(PutEventsCommand)[0]?.args[0].input ?? {};
    expect(Entries).toEqual([{ Time: new Date(expected), Source: 's' }]);
  });

  it('fills the idempotency token of an operation that takes one, and only there', async () => {
    ssm.resolves({ $metadata });
    const named = { service: 'ssm', sessionName: 'e-1', idempotencyToken: 'token-1' };

    await aws().call({ ...named, operation: 'CreateMaintenanceWindow', input: { Name: 'w' } });
    await aws().call({ ...named, operation: 'CreateMaintenanceWindow', input: { Name: 'w', ClientToken: 'mine' } });
    await aws().call({ ...named, operation: 'SendCommand', input: { DocumentName: 'd' } });

    expect(ssm.calls().map(({ args }) => args[0].input)).toEqual([
      { ClientToken: 'token-1', Name: 'w' },
      { ClientToken: 'mine', Name: 'w' },
      { DocumentName: 'd' },
    ]);
  });

  it.each([
    ['pinpoint', 'GetApps', {}, 'npm install @aws-sdk/client-pinpoint'],
    ['logs-of-none', 'X', {}, 'npm install @aws-sdk/client-logs-of-none'],
    ['../../evil', 'X', {}, 'Unknown service: ../../evil'],
    ['ssm', 'Frobnicate', {}, 'The service ssm has no operation Frobnicate'],
    [
      's3',
      'GetObject',
      { Bucket: 'b', Key: 'k' },
      'GetObject answers with a stream (Body), which cannot be taken here',
    ],
    ['ssm', 'GetParameter', { Nam: '/a' }, 'Unknown parameter in input: "Nam", must be one of: Name, WithDecryption'],
    ['events', 'PutEvents', { Entries: [{ Time: 'soon' }] }, 'Invalid type for parameter Entries[0].Time'],
  ])('says what is wrong with %s %s', async (service, operation, input, words) => {
    await expect(call(service, operation, input)).rejects.toMatchObject({
      name: 'AwsUnusable',
      message: expect.stringContaining(words),
    });
  });
});

describe('AWS through the SDK, on the wire', () => {
  let server: Server;
  let url: string;
  let answer: (request: IncomingMessage, body: string) => { status?: number; body: string } | undefined;
  let seen: string[];
  const environment = { ...process.env };

  beforeEach(async () => {
    seen = [];
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        seen.push(request.headers.authorization ?? '');
        const given = answer(request, Buffer.concat(chunks).toString());
        if (given) response.writeHead(given.status ?? 200).end(given.body);
      });
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: 'AKIDBASE',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_MAX_ATTEMPTS: '1',
    });
  });
  afterEach(() => {
    process.env = { ...environment };
    server.closeAllConnections();
    server.close();
  });

  const get = { service: 'ssm', operation: 'GetParameter', input: { Name: '/a' }, sessionName: 'e-1' };

  it('reads the code of an error from the wire', async () => {
    answer = () => ({ status: 400, body: '{"__type":"ParameterNotFound","message":"none"}' });
    await expect(aws().call(get)).rejects.toMatchObject({ code: 'ParameterNotFound', message: 'none', status: 400 });
  });

  it('assumes the role once per session, anew shortly before the keys expire', async () => {
    let assumed = 0;
    answer = (request, body) => {
      if (!body.startsWith('Action=AssumeRole') && !body.includes('AssumeRole&')) return { body: '{}' };
      assumed += 1;
      return {
        body: assumeRoleAnswer(`AKIDROLE${assumed}`, assumed > 2 ? '2026-01-01T02:00:00Z' : '2026-01-01T01:00:00Z'),
      };
    };
    let now = Date.parse('2026-01-01T00:00:00Z');
    const api = sdkAwsApi({ region: 'us-east-1', now: () => now });
    const asRole = { ...get, roleArn: 'arn:aws:iam::111122223333:role/deploy' };

    await api.call(asRole);
    await api.call(asRole);
    expect(assumed).toBe(1);
    await api.call({ ...asRole, sessionName: 'e-2' });
    expect(assumed).toBe(2);
    now = Date.parse('2026-01-01T00:56:00Z');
    await api.call(asRole);

    expect(seen.map((header) => /Credential=(\w+)/.exec(header)?.[1])).toEqual([
      'AKIDBASE',
      'AKIDROLE1',
      'AKIDROLE1',
      'AKIDBASE',
      'AKIDROLE2',
      'AKIDBASE',
      'AKIDROLE3',
    ]);
  });

  it('tells that a role cannot be assumed, with the code of the wire', async () => {
    answer = () => ({
      status: 403,
      body: '<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not you</Message></Error></ErrorResponse>',
    });
    const refused = aws().call({ ...get, roleArn: 'arn:aws:iam::111122223333:role/deploy' });
    await expect(refused).rejects.toMatchObject({ code: 'AccessDenied', operation: 'AssumeRole', message: 'not you' });
  });

  it('gives up on an answer that does not come', async () => {
    answer = () => undefined;
    await expect(aws().call({ ...get, timeoutSeconds: 0.05 })).rejects.toMatchObject({
      name: 'AwsUnreachable',
      message: 'ssm GetParameter got no answer within 0.05 seconds',
    });
  });

  it.each(['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]'])('never calls its own server as %s', async (host) => {
    process.env.AWS_ENDPOINT_URL = url.replace('127.0.0.1', host);
    const api = sdkAwsApi({ region: 'us-east-1', ownUrl: () => url });

    await expect(api.call(get)).rejects.toThrow(/^AWS_ENDPOINT_URL leads back to this server\./);

    expect(seen).toEqual([]);
  });

  it('says so when there are no credentials', async () => {
    delete process.env.AWS_ACCESS_KEY_ID;
    Object.assign(process.env, {
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
      AWS_CONFIG_FILE: '/nonexistent',
    });
    await expect(aws().call(get)).rejects.toThrow(/^There are no AWS credentials\./);
  });

  it('names the fault when nothing listens', async () => {
    process.env.AWS_ENDPOINT_URL = 'http://127.0.0.1:1';
    await expect(aws().call(get)).rejects.toThrow(/^ssm could not be reached for GetParameter: .*ECONNREFUSED/);
  });
});

const assumeRoleAnswer = (key: string, expiration: string) =>
  `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
  <AccessKeyId>${key}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>
  <Expiration>${expiration}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;
