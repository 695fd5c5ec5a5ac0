import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataFolder, type Server, startServer } from '../../bench/server.ts';
import { until } from './depot.ts';

const cli = join(import.meta.dirname, '../../cli/quaymaster.ts');
const project = '000000000000';
const folder = mkdtempSync(join(tmpdir(), 'heat-agent-'));
const data = dataFolder();
const token = join(folder, 'token');
let server: Server;
let kill: () => void;

async function heat(method: string, path: string, body?: object): Promise<Record<string, Record<string, unknown>>> {
  const headers = {
    'x-auth-token': readFileSync(join(data.path, 'token'), 'utf8').trim(),
    'content-type': 'application/json',
  };
  const answer = await fetch(`${server.url.origin}/v1/${project}${path}`, {
    method,
    headers,
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return text === '' ? {} : (JSON.parse(text) as Record<string, Record<string, unknown>>);
}

interface Deployment {
  id: string;
  status: string;
  status_reason: string;
  output_values: Record<string, unknown>;
}

/** Deploys a config to the server `srv`; answers with the deployment when it is over. */
async function deployed(config: object, more: object = {}): Promise<Deployment> {
  const made = await heat('POST', '/software_configs', { name: 'c', group: 'script', ...config });
  const body = {
    config_id: made.software_config?.id,
    server_id: 'srv',
    action: 'CREATE',
    signal_transport: 'CFN_SIGNAL',
    ...more,
  };
  const { software_deployment: started } = await heat('POST', '/software_deployments', {
    status: 'IN_PROGRESS',
    ...body,
  });
  return until(async () => {
    const { software_deployment: shown } = await heat('GET', `/software_deployments/${String(started?.id)}`);
    const deployment = shown as unknown as Deployment;
    return deployment.status === 'IN_PROGRESS' ? undefined : deployment;
  });
}

describe('quaymaster agent --server-id', () => {
  beforeAll(async () => {
    server = await startServer(data.path);
    const env = { PATH: process.env.PATH };
    const create = [cli, 'node', 'create', 'web', '--server-id', 'srv', '--token-file', token, '--data', data.path];
    expect(spawnSync(process.execPath, create, { encoding: 'utf8', env }).stderr).toBe('');
    const args = [
      cli,
      'agent',
      '--server',
      server.url.origin,
      '--server-id',
      'srv',
      '--token-file',
      token,
      '--root',
      join(folder, 'root'),
    ];
    const agent = spawn(process.execPath, args, { env, stdio: 'ignore' });
    kill = () => agent.kill('SIGTERM');
  });
  afterAll(async () => {
    kill();
    await server.kill('SIGTERM');
    data.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('runs a script with its inputs and signals its outputs', async () => {
    const script =
      '#!/bin/bash\necho "hello $who"; echo oops >&2\necho -n "for $who" > $heat_outputs_path.result\nenv | grep ^deploy_action';
    const { status, status_reason, output_values } = await deployed(
      { config: script, inputs: [{ name: 'who' }], outputs: [{ name: 'result' }] },
      { input_values: { who: 'Ann & "Bob"' } },
    );

    expect([status, status_reason]).toEqual(['COMPLETE', 'Outputs received']);
    expect(output_values).toEqual({
      result: 'for Ann & "Bob"',
      deploy_stdout: 'hello Ann & "Bob"\ndeploy_action=CREATE\n',
      deploy_stderr: 'oops\n',
      deploy_status_code: 0,
    });
  });

  it('fails a deployment whose script fails', async () => {
    const { status, status_reason } = await deployed({ config: 'exit 7' });

    expect([status, status_reason]).toEqual([
      'FAILED',
      'deploy_status_code : Deployment exited with non-zero status code: 7',
    ]);
  });

  it('fails a deployment that no hook of its own can run, instead of leaving it for ever', async () => {
    const { status, output_values } = await deployed({ group: 'puppet', config: 'x' });

    expect(status).toBe('FAILED');
    expect(output_values.deploy_stderr).toBe('it could not be prepared: this agent has no hook for the group puppet\n');
  });

  it('runs a config once, and one that only holds settings never', async () => {
    const mark = join(folder, 'runs');
    await deployed({ config: `echo run >> ${mark}` });
    const made = await heat('POST', '/software_configs', { name: 'd', group: 'Heat::Ungrouped', config: { a: 1 } });
    await heat('POST', '/software_deployments', { config_id: made.software_config?.id, server_id: 'srv' });
    await deployed({ config: 'true' });

    expect(readFileSync(mark, 'utf8')).toBe('run\n');
  });

  it('takes the part of a component that is for the action', async () => {
    const config = {
      configs: [
        { actions: ['DELETE'], config: 'exit 1', tool: 'script' },
        { actions: ['CREATE'], config: 'echo made', tool: 'script' },
      ],
    };

    expect((await deployed({ group: 'component', config })).output_values).toMatchObject({
      deploy_stdout: 'made\n',
      deploy_status_code: 0,
    });
    expect(existsSync(join(folder, 'root/.quaymaster-agent/journal.db'))).toBe(true);
  });
});
