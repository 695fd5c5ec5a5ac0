import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { textOf } from '../../local/credentials-file.ts';
import { exportsIn } from '../../local/data-folder.ts';
import { until } from './scene.ts';
import type { Started } from './server.ts';

/** A deployment of Heat that has told its outputs, as a machine does. */
export async function machine({ data, url }: Started, stdout: string, server = 'web-1'): Promise<string> {
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
    server_id: server,
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

/** A stack whose one machine is an agent in a process of its own, with a deployment that it has done; `stop` ends the agent. */
export interface Shop {
  deployment: string;
  stop: () => void;
}

const command = fileURLToPath(new URL('../../cli/quaymaster.js', import.meta.url));

/** Opens it: a stack `shop`, a machine `web1`, and the deployment's log is the agent's own. */
export async function shop({ data, call }: Started): Promise<Shop> {
  const opsworks = <Output extends object>(operation: string, input: object) =>
    call<Output>(`OpsWorks_20130218.${operation}`, input);
  const { StackId } = await opsworks<{ StackId: string }>('CreateStack', {
    Name: 'shop',
    Region: 'us-east-1',
    ServiceRoleArn: 'arn:aws:iam::000000000000:role/none',
    DefaultInstanceProfileArn: 'arn:aws:iam::000000000000:instance-profile/none',
  });
  const layer = { StackId, Type: 'custom', Name: 'web', Shortname: 'web' };
  const { LayerId } = await opsworks<{ LayerId: string }>('CreateLayer', layer);
  const words = ['agent', '--stack', StackId, '--hostname', 'web1', '--root', join(data, 'root'), '--data', data];
  const agent = spawn(process.execPath, [command, ...words], { stdio: 'ignore' });
  const stop = () => void agent.kill('SIGKILL');
  const instance = async (Status: string) => {
    const { Instances } = await opsworks<{ Instances: { Status: string; InstanceId: string }[] }>('DescribeInstances', {
      StackId,
    });
    return Instances.find((one) => one.Status === Status)?.InstanceId;
  };
  await until(async () => (await instance('registered')) !== undefined);
  await opsworks('AssignInstance', { InstanceId: await instance('registered'), LayerIds: [LayerId] });
  await until(async () => (await instance('online')) !== undefined);
  const ordered = { StackId, Command: { Name: 'update_custom_cookbooks' }, Comment: 'as every night' };
  const { DeploymentId } = await opsworks<{ DeploymentId: string }>('CreateDeployment', ordered);
  const isOver = async () => {
    const { Deployments } = await opsworks<{ Deployments: { Status: string }[] }>('DescribeDeployments', {
      DeploymentIds: [DeploymentId],
    });
    return Deployments.every(({ Status }) => Status !== 'running');
  };
  await until(isOver);
  return { deployment: DeploymentId, stop };
}
