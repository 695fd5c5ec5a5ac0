import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateEnvironmentCommand,
  CreateEnvironmentTemplateCommand,
  CreateEnvironmentTemplateVersionCommand,
  CreateServiceCommand,
  CreateServiceTemplateCommand,
  CreateServiceTemplateVersionCommand,
  GetServiceCommand,
  GetServiceTemplateVersionCommand,
  ProtonClient,
  UpdateEnvironmentTemplateVersionCommand,
  UpdateServiceTemplateVersionCommand,
  waitUntilEnvironmentDeployed,
  waitUntilEnvironmentTemplateVersionRegistered,
} from '@aws-sdk/client-proton';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { textOf } from '../../local/credentials-file.ts';
import { exportsIn } from '../../local/data-folder.ts';
import { runbook } from './scene.ts';
import type { Started } from './server.ts';

const examples = join(import.meta.dirname, '../../examples/proton');
const spec = (name: string) => readFileSync(join(examples, name, 'spec/spec.yaml'), 'utf8');

const configOf = ({ url, administrator }: Started) => ({
  endpoint: url,
  region: 'us-east-1',
  credentials: administrator,
  maxAttempts: 3,
});

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 400; turn++) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('It never came to it');
}

/** An environment, a service with two instances in it, and a newer version of the service's template. */
export async function fleet(server: Started): Promise<void> {
  const s3 = new S3Client({ ...configOf(server), forcePathStyle: true });
  const proton = new ProtonClient(configOf(server));
  await s3.send(new CreateBucketCommand({ Bucket: 'templates' }));
  for (const name of ['network', 'web']) {
    const Body = execFileSync('tar', ['-cz', '-C', join(examples, name), '.']);
    await s3.send(new PutObjectCommand({ Bucket: 'templates', Key: `${name}.tar.gz`, Body }));
  }
  const wait = { client: proton, maxWaitTime: 20, minDelay: 0.05, maxDelay: 0.1 } as const;
  const first = { majorVersion: '1', minorVersion: '0' };
  const of = (name: string) => ({ templateName: name, ...first });
  const source = (key: string) => ({ s3: { bucket: 'templates', key } });
  await proton.send(new CreateEnvironmentTemplateCommand({ name: 'network' }));
  await proton.send(
    new CreateEnvironmentTemplateVersionCommand({ templateName: 'network', source: source('network.tar.gz') }),
  );
  await waitUntilEnvironmentTemplateVersionRegistered(wait, of('network'));
  await proton.send(new UpdateEnvironmentTemplateVersionCommand({ ...of('network'), status: 'PUBLISHED' }));
  await proton.send(new CreateServiceTemplateCommand({ name: 'web', pipelineProvisioning: 'CUSTOMER_MANAGED' }));
  const publish = async (minorVersion: string) => {
    await proton.send(
      new CreateServiceTemplateVersionCommand({
        templateName: 'web',
        ...(minorVersion !== '0' && { majorVersion: '1' }),
        source: source('web.tar.gz'),
        compatibleEnvironmentTemplates: [{ templateName: 'network', majorVersion: '1' }],
      }),
    );
    const version = { templateName: 'web', majorVersion: '1', minorVersion };
    await until(async () => {
      const { serviceTemplateVersion } = await proton.send(new GetServiceTemplateVersionCommand(version));
      return serviceTemplateVersion?.status === 'DRAFT';
    });
    await proton.send(new UpdateServiceTemplateVersionCommand({ ...version, status: 'PUBLISHED' }));
  };
  await publish('0');
  await proton.send(
    new CreateEnvironmentCommand({
      name: 'network',
      templateName: 'network',
      templateMajorVersion: '1',
      protonServiceRoleArn: 'arn:aws:iam::000000000000:role/proton',
      spec: spec('network'),
    }),
  );
  await waitUntilEnvironmentDeployed(wait, { name: 'network' });
  await proton.send(
    new CreateServiceCommand({ name: 'shop', templateName: 'web', templateMajorVersion: '1', spec: spec('web') }),
  );
  await until(async () => (await proton.send(new GetServiceCommand({ name: 'shop' }))).service?.status === 'ACTIVE');
  await publish('1');
  proton.destroy();
  s3.destroy();
}

/** A deployment of Heat that has told its outputs, as a machine does. */
export async function machine({ data, url }: Started, stdout: string): Promise<string> {
  const { OS_ENDPOINT: endpoint = url, OS_TOKEN: token = '' } = exportsIn(textOf(join(data, 'env')));
  const send = async (method: string, path: string, body: object): Promise<Record<string, Record<string, string>>> => {
    const headers = { 'x-auth-token': token, 'content-type': 'application/json' };
    const answer = await fetch(`${endpoint}${path}`, { method, headers, body: JSON.stringify(body) });
    return (await answer.json()) as Record<string, Record<string, string>>;
  };
  const { software_config: config } = await send('POST', '/software_configs', {
    name: 'hello',
    group: 'script',
    config: '#!/bin/sh\necho hello',
  });
  const { software_deployment: deployment } = await send('POST', '/software_deployments', {
    config_id: config?.['id'],
    server_id: 'web-1',
    status: 'IN_PROGRESS',
    action: 'CREATE',
  });
  const id = deployment?.['id'] ?? '';
  await send('PUT', `/software_deployments/${id}`, {
    status: 'COMPLETE',
    output_values: { deploy_stdout: stdout, deploy_stderr: '', deploy_status_code: 0, release: '1.4.2' },
  });
  return id;
}

/** A rule by the clock and one by an event, both of which start a runbook. */
export async function rules(server: Started): Promise<void> {
  const events = new EventBridgeClient(configOf(server));
  await runbook(
    server,
    'Nightly',
    '{"schemaVersion":"0.3","mainSteps":[{"name":"rest","action":"aws:sleep","inputs":{"Duration":"PT1S"}}]}',
  );
  const Arn = 'arn:aws:ssm:us-east-1:000000000000:automation-definition/Nightly';
  await events.send(
    new PutRuleCommand({
      Name: 'nightly',
      ScheduleExpression: 'cron(0 3 * * ? *)',
      Description: 'Tidies up while everybody sleeps.',
    }),
  );
  await events.send(new PutTargetsCommand({ Rule: 'nightly', Targets: [{ Id: '1', Arn }] }));
  const EventPattern = '{"source":["my.ci"],"detail":{"branch":["main",{"prefix":"release/"}]}}';
  await events.send(new PutRuleCommand({ Name: 'on-push', EventPattern }));
  await events.send(new PutTargetsCommand({ Rule: 'on-push', Targets: [{ Id: 'release', Arn }] }));
  events.destroy();
}
