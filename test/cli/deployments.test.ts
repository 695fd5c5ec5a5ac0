import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { published } from '../../cli/boot.ts';
import { heatAt } from '../../cli/deployments/heat.ts';
import { until } from '../agent/depot.ts';
import { here, type Here } from './here.ts';

let at: Here;

const opsworks = <Output extends object>(operation: string, input: object) =>
  at.call<Output>(`OpsWorks_20130218.${operation}`, input);

/** Heat, as its clients call it. */
async function heat(method: string, path: string, body: object): Promise<Record<string, Record<string, string>>> {
  const token = readFileSync(join(at.data, 'token'), 'utf8').trim();
  const answer = await fetch(`${published(at.data)?.url}/v1/000000000000${path}`, {
    method,
    headers: { 'x-auth-token': token, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await answer.json()) as Record<string, Record<string, string>>;
}

async function stack(): Promise<string> {
  const { StackId } = await opsworks<{ StackId: string }>('CreateStack', {
    Name: 'shop',
    Region: 'us-east-1',
    ServiceRoleArn: 'arn:aws:iam::000000000000:role/none',
    DefaultInstanceProfileArn: 'arn:aws:iam::000000000000:instance-profile/none',
  });
  return StackId;
}

/** Whether the instances of the stack are what they are meant to be. */
const isInstance = async (StackId: string, status: string) => {
  const { Instances } = await opsworks<{ Instances: { Status: string; InstanceId: string }[] }>('DescribeInstances', {
    StackId,
  });
  return Instances.find(({ Status }) => Status === status)?.InstanceId;
};

describe('deployments on the command line', () => {
  beforeAll(async () => {
    at = await here();
  });
  afterAll(() => at.close());

  it('lists those of Heat, shows how one went and what it wrote', async () => {
    const { software_config: config } = await heat('POST', '/software_configs', { name: 'c', group: 'script' });
    const { software_deployment: made } = await heat('POST', '/software_deployments', {
      config_id: config?.id,
      server_id: 'web-1',
      action: 'CREATE',
      status: 'IN_PROGRESS',
    });
    await heat('PUT', `/software_deployments/${made?.id}`, {
      status: 'FAILED',
      status_reason: 'it broke',
      output_values: { deploy_stdout: 'out\n', deploy_stderr: 'err\n', deploy_status_code: 3 },
    });

    const listed = await at.quaymaster('deployments', 'list', '--server', 'web-1');
    const other = await at.quaymaster('deployments', 'list', '--server', 'web-2');
    const shown = await at.quaymaster('deployments', 'show', made?.id ?? '');
    const logs = await at.quaymaster('deployments', 'logs', made?.id ?? '');

    expect(listed.out).toMatch(/^DEPLOYMENT +STATUS +CREATED +API +WHERE +WHAT\n.* FAILED .* heat +web-1 +CREATE\n$/);
    expect(other.out).toBe('');
    expect(shown.out).toMatch(/^CREATE {2}[0-9a-f-]+\nMACHINE +STATUS +EXIT CODE +WHY\nweb-1 +FAILED +3 +it broke\n$/);
    expect(logs.out).toBe('out\nerr\n');
  });

  it('lists those of OpsWorks, shows how one went on each machine and its logs', async () => {
    const StackId = await stack();
    const { LayerId } = await opsworks<{ LayerId: string }>('CreateLayer', {
      ...{ StackId, Type: 'custom', Name: 'web', Shortname: 'web' },
    });
    const words = [
      'agent',
      '--stack',
      StackId,
      '--hostname',
      'web1',
      '--root',
      join(at.data, 'root'),
      '--data',
      at.data,
    ];
    const agent = spawn(process.execPath, ['cli/quaymaster.js', ...words], { stdio: 'ignore' });
    try {
      const InstanceId = await until(() => isInstance(StackId, 'registered'));
      await opsworks('AssignInstance', { InstanceId, LayerIds: [LayerId] });
      await until(() => isInstance(StackId, 'online'));
      const { DeploymentId } = await opsworks<{ DeploymentId: string }>('CreateDeployment', {
        StackId,
        Command: { Name: 'update_custom_cookbooks' },
      });
      const isOver = async () =>
        !(await at.quaymaster('deployments', 'list', '--stack', 'shop')).out.includes('running');
      await until(isOver);

      const listed = await at.quaymaster('deployments', 'list', '--stack', 'shop');
      const shown = await at.quaymaster('deployments', 'show', DeploymentId);
      const logs = await at.quaymaster('deployments', 'logs', DeploymentId);

      expect(listed.out).toMatch(
        /\n[0-9a-f-]{36} +(successful|failed) +.*Z +opsworks +shop +update_custom_cookbooks\n/,
      );
      expect(shown.out).toMatch(
        /^update_custom_cookbooks {2}[0-9a-f-]+\nMACHINE +STATUS +EXIT CODE +WHY\nweb1 +(successful|failed) +\d+\n$/,
      );
      expect(logs.out).toMatch(/^== [ -~]+\n/);
      await expect(at.quaymaster('deployments', 'logs', DeploymentId, '--machine', 'web9')).rejects.toThrow(
        'it has no machine web9; there are web1',
      );
    } finally {
      agent.kill('SIGKILL');
    }
  }, 60_000);

  it('says where neither knows one', async () => {
    await expect(at.quaymaster('deployments', 'show', '00000000-0000-4000-8000-000000000000')).rejects.toThrow(
      'NotFound: Deployment with id 00000000-0000-4000-8000-000000000000 not found',
    );
  });

  it('tells nobody a secret key without TLS but this machine', () => {
    const keys = { accessKeyId: 'AKIA', secretAccessKey: 'secret' };

    expect(() => heatAt({ url: 'http://deploy.example:4500', region: 'us-east-1', keys }, '0')).toThrow(
      'http://deploy.example:4500 has no TLS',
    );
    for (const url of ['https://deploy.example', 'http://127.0.0.1:4500', 'http://[::1]:4500'])
      expect(heatAt({ url, region: 'us-east-1', keys }, '0')).toBeInstanceOf(Function);
  });
});
