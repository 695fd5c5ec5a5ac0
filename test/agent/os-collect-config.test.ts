import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataFolder, type Server, startServer } from '../../bench/server.ts';

const programs = ['os-collect-config', 'os-apply-config', 'os-refresh-config'];
const missing = programs.filter((name) => spawnSync('which', [name]).status !== 0);
const where = missing.length ? ` (SKIPPED: apt-get install ${missing.map((name) => `python3-${name}`).join(' ')})` : '';

/** Ours, or a checkout of OpenStack's own: HEAT_AGENTS=/src/heat-agents. */
const original = process.env['HEAT_AGENTS'];
const ours = (name: string) => join(import.meta.dirname, 'heat-agents', name);
const scripts =
  original === undefined
    ? { hook: ours('script'), config: ours('55-heat-config'), notify: ours('heat-config-notify') }
    : {
        hook: join(original, 'heat-config-script/install.d/hook-script.py'),
        config: join(original, 'heat-config/os-refresh-config/configure.d/55-heat-config'),
        notify: join(original, 'heat-config/bin/heat-config-notify'),
      };

interface Deployment {
  id: string;
  status: string;
  status_reason: string;
  output_values: Record<string, unknown>;
}

(missing.length ? describe.skip : describe)(`the real os-collect-config${where}`, () => {
  const data = dataFolder();
  const box = mkdtempSync(join(tmpdir(), 'os-collect-config-'));
  let server: Server;
  let keys: { id: string; secret: string };
  let settings: Record<string, string>;

  beforeAll(async () => {
    server = await startServer(data.path);
    const env = readFileSync(join(data.path, 'env'), 'utf8');
    settings = Object.fromEntries(
      [...env.matchAll(/^export (\w+)='?([^'\n]*)'?$/gm)].map(([, name, value]) => [name, value]),
    );
    keys = machine();
    for (const folder of ['orc/configure.d', 'hooks', 'templates', 'out'])
      mkdirSync(join(box, folder), { recursive: true });
    symlinkSync(scripts.hook, join(box, 'hooks/script'));
    symlinkSync(scripts.config, join(box, 'orc/configure.d/55-heat-config'));
    writeFileSync(join(box, 'templates/heat-config'), '{{deployments}}');
    const apply = `#!/bin/sh\nexec os-apply-config -t ${box}/templates -o ${box}/out\n`;
    writeFileSync(join(box, 'orc/configure.d/20-os-apply-config'), apply, { mode: 0o700 });
  });
  afterAll(async () => {
    await server.kill('SIGTERM');
    data.remove();
    rmSync(box, { recursive: true, force: true });
  });

  /** The identity of a machine, as docs/heat.md makes it. */
  function machine(): { id: string; secret: string } {
    const policy = join(box, 'machine.json');
    const allowed = {
      Effect: 'Allow',
      Action: 'heat:heat_stack_user',
      Resource: 'arn:aws:heat:*:*:project/000000000000',
    };
    writeFileSync(policy, JSON.stringify({ Version: '2012-10-17', Statement: [allowed] }));
    const args = ['cli/quaymaster.ts', 'principal', 'create', 'web-1', '--policy', policy, '--data', data.path];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, expect.any(String)]);
    const told = readFileSync(join(data.path, 'credentials'), 'utf8').split('[web-1]')[1] ?? '';
    const value = (name: string) => new RegExp(`^${name}\\s*=\\s*(\\S+)`, 'm').exec(told)?.[1] ?? '';
    return { id: value('aws_access_key_id'), secret: value('aws_secret_access_key') };
  }

  async function heat<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const headers = { 'x-auth-token': settings['OS_TOKEN'] ?? '', 'content-type': 'application/json' };
    const sent = { method, headers, ...(body && { body: JSON.stringify(body) }) };
    const answer = await fetch(`${settings['OS_ENDPOINT']}${path}`, sent);
    expect([path, answer.status]).toEqual([path, 200]);
    return (await answer.json()) as Answer;
  }

  async function deploy(server_id: string, config: object, more: object = {}): Promise<string> {
    const made = await heat<{ software_config: { id: string } }>('POST', '/software_configs', {
      group: 'script',
      ...config,
    });
    const wanted = { config_id: made.software_config.id, server_id, signal_transport: 'CFN_SIGNAL', ...more };
    return (await heat<{ software_deployment: Deployment }>('POST', '/software_deployments', wanted))
      .software_deployment.id;
  }

  const show = async (id: string): Promise<Deployment> =>
    (await heat<{ software_deployment: Deployment }>('GET', `/software_deployments/${id}`)).software_deployment;

  /** One round of the agent with a collector. */
  async function collect(collector: string[]): Promise<void> {
    const file = join(box, 'os-collect-config.conf');
    const lines = [
      ...['[DEFAULT]', `command = os-refresh-config --lockfile ${box}/lock`],
      ...[`cachedir = ${box}/cache`, `backup_cachedir = ${box}/cache-backup`, ...collector, ''],
    ];
    writeFileSync(file, lines.join('\n'));
    const env = {
      PATH: process.env['PATH'],
      OS_REFRESH_CONFIG_BASE_DIR: join(box, 'orc'),
      HEAT_CONFIG_HOOKS: join(box, 'hooks'),
      HEAT_SHELL_CONFIG: join(box, 'out/heat-config'),
      HEAT_CONFIG_DEPLOYED: join(box, 'deployed'),
      HEAT_CONFIG_NOTIFY: scripts.notify,
      HEAT_SCRIPT_WORKING: join(box, 'work'),
      HEAT_SCRIPT_OUTPUTS: join(box, 'outputs'),
    };
    const child = spawn('os-collect-config', ['--config-file', file, '--one-time'], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number];
    expect([code, code === 0 ? '' : said]).toEqual([0, '']);
  }

  const request = (serverId: string) => {
    const { host, pathname } = new URL(settings['OS_ENDPOINT'] ?? '');
    const login = `${keys.id}:${encodeURIComponent(keys.secret)}`;
    return [
      'collectors = request',
      '[request]',
      `metadata_url = http://${login}@${host}${pathname}/servers/${serverId}/metadata`,
    ];
  };

  const hello = {
    name: 'hello',
    config:
      '#!/bin/sh\necho "hello $who"\nprintf "out-$who" > $heat_outputs_path.result\necho ran >> "$heat_outputs_path.count"\n',
    inputs: [{ name: 'who', default: 'world' }],
    outputs: [{ name: 'result' }],
  };

  it('completes deployments with the request collector, in the order of their names, each once', async () => {
    const good = await deploy('srv-1', hello, { input_values: { who: 'ada' }, name: 'b' });
    const bad = await deploy('srv-1', { config: '#!/bin/sh\necho oops >&2; exit 3\n' }, { name: 'a' });

    await collect(request('srv-1'));
    const first = await show(good);
    await collect(request('srv-1'));

    expect(first).toMatchObject({
      status: 'COMPLETE',
      status_reason: 'Outputs received',
      output_values: { result: 'out-ada', deploy_stdout: 'hello ada\n', deploy_stderr: '', deploy_status_code: 0 },
    });
    expect(await show(bad)).toMatchObject({
      status: 'FAILED',
      status_reason: 'deploy_status_code : Deployment exited with non-zero status code: 3',
      output_values: { deploy_stderr: 'oops\n', deploy_status_code: 3 },
    });
    expect(await show(good)).toEqual(first);
    const metadata = await heat<{ metadata: { id: string; name: string }[] }>(
      'GET',
      '/software_deployments/metadata/srv-1',
    );
    expect(metadata.metadata.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(readFileSync(join(box, 'outputs', `${metadata.metadata[1]?.id}.count`), 'utf8')).toBe('ran\n');
  }, 60_000);

  it('runs a deployment again that was changed', async () => {
    const id = await deploy('srv-2', hello);
    await collect(request('srv-2'));
    const before = await show(id);
    await heat('PUT', `/software_deployments/${id}`, {
      input_values: { who: 'eve' },
      signal_transport: 'CFN_SIGNAL',
      status: 'IN_PROGRESS',
    });

    await collect(request('srv-2'));

    expect(before.output_values).toMatchObject({ result: 'out-world' });
    expect(await show(id)).toMatchObject({ status: 'COMPLETE', output_values: { result: 'out-eve' } });
  }, 60_000);

  it('finds its metadata through Keystone with the heat collector', async () => {
    const id = await deploy('srv-3', hello, { signal_transport: 'TEMP_URL_SIGNAL' });

    await collect([
      ...['collectors = heat', '[heat]', `auth_url = ${server.url.origin}/identity/v3`, `user_id = ${keys.id}`],
      ...[`password = ${keys.secret}`, 'project_id = 000000000000', 'stack_id = any/id', 'resource_name = srv-3'],
      'region_name = RegionOne',
    ]);

    expect(await show(id)).toMatchObject({ status: 'COMPLETE', output_values: { result: 'out-world' } });
    expect(existsSync(join(box, 'cache/heat.json'))).toBe(true);
  }, 60_000);
});
