import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { example } from '../../cli/examples.ts';
import { isLoopback } from '../../cli/loopback.ts';
import { firstScreen, startOptions } from '../../cli/start.ts';
import { given } from './typed.ts';

const optionsOf = (...args: string[]) => startOptions(given('start', ...args));
const defaults = { host: '127.0.0.1', port: 4500, data: '.quaymaster', region: 'us-east-1', logLevel: 'warn' };

describe('what start starts', () => {
  afterEach(() => {
    for (const name of Object.keys(process.env)) if (name.startsWith('QUAYMASTER_')) delete process.env[name];
  });

  it('is on this machine alone unless told', () => {
    expect(optionsOf()).toEqual(defaults);
  });

  it('follows options, and variables where there is no option', () => {
    Object.assign(process.env, { QUAYMASTER_PORT: '1', QUAYMASTER_DATA: '/d', QUAYMASTER_REGION: 'eu-west-1' });

    expect(optionsOf('--port', '0')).toEqual({ ...defaults, port: 0, data: '/d', region: 'eu-west-1' });
  });

  it('tells OpenStack clients what it is and where it is', () => {
    expect(optionsOf('--heat-flavour', 'rts', '--public-url', 'https://deploy.example:4500').heat).toEqual({
      flavour: 'rts',
      publicUrl: 'https://deploy.example:4500',
    });
    expect(() => optionsOf('--heat-flavour', 'nova')).toThrow(
      "argument 'nova' is invalid. Allowed choices are heat, rts",
    );
    for (const url of ['deploy.example', 'https://deploy.example/path', 'https://user@deploy.example'])
      expect(() => optionsOf('--public-url', url)).toThrow(`--public-url ${url} is not like`);
  });

  it('provisions beyond this machine only where somebody says so', () => {
    Object.assign(process.env, { AWS_PROFILE: 'work', GITHUB_TOKEN: 'not asked for' });
    expect(optionsOf()).toEqual(defaults);
    delete process.env['AWS_PROFILE'];
    delete process.env['GITHUB_TOKEN'];

    expect(optionsOf('--provision-with-aws').provisioning).toEqual({ withAws: true });
    Object.assign(process.env, { QUAYMASTER_GITHUB_TOKEN: 't', QUAYMASTER_GITHUB_API_URL: 'https://git/api/v3' });
    expect(optionsOf().provisioning).toEqual({
      withAws: false,
      githubToken: 't',
      githubApiUrl: 'https://git/api/v3',
    });
    process.env['QUAYMASTER_PROVISION_WITH_AWS'] = '1';
    expect(optionsOf().provisioning).toMatchObject({ withAws: true });
  });

  it('has quotas where some are given', () => {
    expect(optionsOf('--concurrent-automations', '3')).toEqual({
      ...defaults,
      quotas: { automations: { concurrent: 3, queued: 5000 }, rateControls: { concurrent: 25, queued: 1000 } },
    });
    expect(optionsOf('--concurrent-automations', '3', '--queued-automations', '0')).toEqual({
      ...defaults,
      quotas: { automations: { concurrent: 3, queued: 0 }, rateControls: { concurrent: 25, queued: 1000 } },
    });
  });

  it('has TLS', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tls-'));
    writeFileSync(join(folder, 'cert'), 'CERT');
    writeFileSync(join(folder, 'key'), 'KEY');

    const options = optionsOf(
      '--host',
      '0.0.0.0',
      '--tls-cert',
      join(folder, 'cert'),
      '--tls-key',
      join(folder, 'key'),
    );

    expect(options).toEqual({ ...defaults, host: '0.0.0.0', tls: { cert: 'CERT', key: 'KEY' } });
  });

  it('is open to others without TLS only when that is said', () => {
    expect(() => optionsOf('--host', '0.0.0.0')).toThrow('give --tls-cert and --tls-key, or say --insecure');
    expect(optionsOf('--host', '0.0.0.0', '--insecure')).toEqual({ ...defaults, host: '0.0.0.0' });
  });

  it.each([
    [['--port', '65536'], '--port 65536 is not a number from 0 to 65535'],
    [['--port', '4e3'], '--port 4e3 is not a number from 0 to 65535'],
    [['--region', 'Mars'], '--region Mars is not like us-east-1'],
    [
      ['--log-level', 'loud'],
      "option '--log-level <level>' argument 'loud' is invalid. Allowed choices are debug, info, warn, error",
    ],
    [['--concurrent-automations', '0'], '--concurrent-automations 0 is not a whole number from 1'],
    [['--queued-automations', '5'], '--queued-automations goes with --concurrent-automations'],
    [['--tls-cert', 'x'], '--tls-cert and --tls-key go together'],
    [['--tls-cert', '/no/cert', '--tls-key', '/no/key'], 'cannot read /no/cert: ENOENT'],
    [['now'], "start takes no 'now'"],
  ])('is refused for %j', (args, message) => {
    expect(() => optionsOf(...args)).toThrow(message);
  });

  it.each([
    ['127.8.9.1', true],
    ['::1', true],
    ['localhost', true],
    ['::', false],
    ['0.0.0.0', false],
    ['128.0.0.1', false],
    ['localhost.example.com', false],
  ])('knows whether others can reach %s', (host, expected) => {
    expect(isLoopback(host)).toBe(expected);
  });
});

describe('the first screen', () => {
  it('says what to type next, from here', () => {
    expect(firstScreen({ env: join(process.cwd(), '.quaymaster', 'env') })).toContain('\n  . ./.quaymaster/env\n');
    expect(firstScreen({ env: '/env' })).toContain('\n  npx quaymaster run examples/hello.yaml   # asks you');
    expect(example('hello.yaml', '/')).toBe(join(process.cwd(), 'examples/hello.yaml').slice(1));
    expect(example('hello.yaml', '/some/where')).toBe(join(process.cwd(), 'examples/hello.yaml'));
    expect(firstScreen({ env: '/some where/env' })).toContain("\n  . '/some where/env'\n");
  });
});
