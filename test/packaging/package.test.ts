import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { licencesText } from '../../packaging/licences.ts';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'package-'));
const installed = join(folder, 'node_modules/quaymaster');
const program = join(installed, 'cli/quaymaster.js');
const env = { PATH: process.env.PATH ?? '', HOME: folder };
const quaymaster = (...words: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
};
const children: ChildProcess[] = [];

/** Starts a program of the package, and waits for what it says when it is there. */
async function begun(words: string[], line: RegExp): Promise<void> {
  const child = spawn(process.execPath, [program, ...words], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let told = '';
  await new Promise<void>((resolve, reject) => {
    const hear = (text: Buffer) => line.test((told += text.toString())) && resolve();
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', () => reject(new Error(`it ended: ${told}`)));
  });
}

const commandRunbook = `schemaVersion: '0.3'
mainSteps:
  - name: say
    action: aws:runCommand
    inputs:
      DocumentName: AWS-RunShellScript
      InstanceIds: [mi-00000000000000001]
      Parameters: { commands: [echo from the agent] }
outputs: [say.Output]
`;

// What is tested is the tarball that npm makes, unpacked where there is nothing else: no sources, no packages of others.
describe('the package', () => {
  beforeAll(async () => {
    execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: root, stdio: 'pipe' });
    mkdirSync(installed, { recursive: true });
    const [tarball = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
    execFileSync('tar', ['-xzf', join(folder, tarball), '--strip-components=1', '-C', installed]);
    await begun(['start', '--port', '0'], /^ready /m);
  }, 180_000);
  afterAll(() => {
    for (const child of children) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  });

  it('runs a runbook with an approval and a script', () => {
    expect(quaymaster('run', 'node_modules/quaymaster/examples/hello.yaml', 'Name=Ada', '--yes')).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringMatching(/\nSuccess after .*\ngreet\.Greeting = Hello, Ada!\n$/) as string,
    });
  }, 60_000);

  it('runs commands by its agent', async () => {
    quaymaster('node', 'create', 'web', '--server-id', 'mi-00000000000000001', '--token-file', 'token');
    await begun(['agent', '--token-file', 'token', '--root', join(folder, 'www')], /agent started/);
    writeFileSync(join(folder, 'command.yaml'), commandRunbook);

    const done = quaymaster('run', 'command.yaml');

    expect(done).toMatchObject({ code: 0, err: '' });
    expect(done.out).toContain('say.Output = from the agent\n');
  }, 60_000);

  it('has the console', async () => {
    const { AWS_ENDPOINT_URL: url = '' } = Object.fromEntries(
      readFileSync(join(folder, '.quaymaster/env'), 'utf8')
        .split('\n')
        .map((line) => line.replace('export ', '').split(/=(.*)/)),
    ) as Record<string, string>;

    expect(await (await fetch(`${url}/console/`)).text()).toContain('<!doctype html>');
    expect(quaymaster('console').out).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/console\/#link=[\w-]+\n$/);
  });

  it('holds no sources, and the licences of all it is made of', () => {
    const names = readdirSync(installed, { recursive: true, encoding: 'utf8' });
    const licences = readFileSync(join(installed, 'packaging/dist/THIRD-PARTY-LICENSES'), 'utf8');

    expect(names.filter((name) => name.endsWith('.ts') || name.startsWith('test'))).toEqual([]);
    expect(licences).toMatch(
      /^commander \d+\.\d+\.\d+\n {2}licence {4}MIT, text \d+ below\n {2}source {5}\S+\n {2}integrity {2}sha512-/m,
    );
    expect(licences).toMatch(/^preact \d/m);
    expect(licences).not.toMatch(/GPL|registry/);
  });

  it('tells equal texts of licences once', () => {
    const one = { name: 'a', version: '1', licence: 'MIT', source: 's', integrity: 'sha512-x', text: 'TEXT' };

    const text = licencesText([one, { ...one, name: 'b' }, { ...one, name: 'c', text: '' }]);

    expect(text.match(/TEXT/g)).toHaveLength(1);
    expect(text).toContain('c 1\n  licence    MIT, whose package holds no text of it\n');
  });
});
