import { readFileSync } from 'node:fs';
import type http from 'node:http';
import { join } from 'node:path';
import type { Server } from '../../../bench/server.ts';
import { send } from './answers.ts';
import type { Malformed, World } from './request.ts';
import { signed } from './signed.ts';

const Content = JSON.stringify({
  schemaVersion: '0.3',
  parameters: { Text: { type: 'String', default: '' } },
  mainSteps: [{ name: 'gate', action: 'aws:pause', inputs: {} }],
});
const rule = '{"source":["none"]}';

/** Puts a little of everything into the store of a server, through its doors. */
export async function makeWorld(server: Server, data: string, agent: http.Agent): Promise<World> {
  const keys = { ...server.keys(), token: readFileSync(join(data, 'token'), 'utf8').trim() };
  const ask = async (request: Malformed): Promise<string> => {
    const { status, text } = await send(server.url, agent, request);
    if (status >= 300) throw new Error(`${request.method} ${request.path}: ${status} ${text}`);
    return text;
  };
  const json = async (service: string, target: string, input: object): Promise<Record<string, unknown>> => {
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target };
    const request = { method: 'POST', path: '/', headers, body: JSON.stringify(input) };
    return JSON.parse(await ask(signed(request, { service }, keys))) as Record<string, unknown>;
  };
  const s3 = (method: string, path: string, body = '') =>
    ask(signed({ method, path, headers: {}, body }, { service: 's3' }, keys));
  const heat = async (path: string, input: object): Promise<string> => {
    const headers = { 'x-auth-token': keys.token, 'content-type': 'application/json' };
    const text = await ask({ method: 'POST', path: `/v1/000000000000/${path}`, headers, body: JSON.stringify(input) });
    return /"id": ?"([^"]+)"/.exec(text)?.[1] ?? '';
  };

  await json('ssm', 'AmazonSSM.CreateDocument', { Name: 'Fuzzed', DocumentType: 'Automation', Content });
  const { AutomationExecutionId: id } = await json('ssm', 'AmazonSSM.StartAutomationExecution', {
    DocumentName: 'Fuzzed',
  });
  await json('proton', 'AwsProton20200720.CreateEnvironmentTemplate', { name: 'fuzzed' });
  const { StackId } = await json('opsworks', 'OpsWorks_20130218.CreateStack', {
    ...{ Name: 'fuzzed', Region: 'us-east-1' },
    ServiceRoleArn: 'arn:aws:iam::000000000000:role/opsworks',
    DefaultInstanceProfileArn: 'arn:aws:iam::000000000000:instance-profile/opsworks',
  });
  await json('events', 'AWSEvents.PutRule', { Name: 'fuzzed', EventPattern: rule });
  await s3('PUT', '/fuzzed');
  for (const key of ['a', 'folder/b%20c']) await s3('PUT', `/fuzzed/${key}`, 'hello');
  const uploadId = /<UploadId>([^<]+)/.exec(await s3('POST', '/fuzzed/a?uploads='))?.[1] ?? '';
  const configId = await heat('software_configs', { name: 'fuzzed', group: 'script', config: 'echo' });
  const deploymentId = await heat('software_deployments', {
    config_id: configId,
    server_id: '11111111-1111-4111-8111-111111111111',
  });
  const names = [
    'Fuzzed',
    'fuzzed',
    '1',
    '$LATEST',
    String(id),
    String(StackId),
    'arn:aws:ssm:us-east-1:000000000000:document/Fuzzed',
  ];
  return { keys, names, bucket: 'fuzzed', uploadId, configId, deploymentId };
}
