import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Provisioning } from '../../../functions/ports/provisioner.ts';
import { pullRequestProvisioner } from '../../../functions/ports/pull-request/pull-request-provisioner.ts';
import { gitRepositories } from '../../../local/provisioner/git-repositories.ts';

const branch = 'proton--proton-environment-d1';
/** What a look is told of a pull request that was opened. */
const opened = { looks: 0 };
const work = (more: Partial<Provisioning> = {}): Provisioning => ({
  id: 'd1',
  kind: 'pull-request',
  action: 'create',
  target: {
    type: 'ENVIRONMENT',
    id: 'e1',
    arn: 'arn:aws:proton:r:a:environment/dev',
    environment: 'dev',
    stackName: 's',
  },
  files: async () => [{ path: 'main.tf', body: Buffer.from('# héllo\n') }],
  inputs: { environment: { name: 'dev' } },
  tags: {},
  repository: { provider: 'GITHUB', name: 'team/infra', branch: 'main' },
  account: 'a',
  region: 'r',
  ...more,
});

describe('pull requests to local repositories', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'git-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const provisioner = () => pullRequestProvisioner(gitRepositories(join(folder, 'repositories')));
  const place = () => join(folder, 'repositories/team/infra.git');
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' });
  const clone = () => git('clone', '-q', place(), 'clone');

  it('are branches that anybody can merge', async () => {
    expect(await provisioner().start(work())).toMatchObject({
      state: 'InProgress',
      message: `Pull request: branch ${branch} of ${place()}`,
    });
    clone();

    git('-C', 'clone', '-c', 'user.name=a', '-c', 'user.email=a@b', 'merge', '-q', `origin/${branch}`);

    expect(readFileSync(join(folder, 'clone/dev/main.tf'), 'utf8')).toMatch(/environment\/dev\n[^]*\*\/\n\n# héllo\n$/);
    expect(git('-C', 'clone', 'log', '-1', '--format=%s %an', `origin/${branch}`)).toBe(
      'Update requested for Proton - environment/dev Quaymaster\n',
    );
  });

  it('are opened once, however often the work begins', async () => {
    await provisioner().start(work());
    const before = git('-C', place(), 'rev-parse', branch);

    await Promise.all([provisioner().start(work()), provisioner().start(work())]);

    expect(git('-C', place(), 'rev-parse', branch)).toBe(before);
  });

  it('build upon what was merged', async () => {
    await provisioner().start(work());
    clone();
    writeFileSync(join(folder, 'clone/theirs.txt'), 'theirs');
    git('-C', 'clone', 'add', '.');
    const person = ['-c', 'user.name=a', '-c', 'user.email=a@b'];
    git('-C', 'clone', ...person, 'commit', '-qm', 'mine');
    git('-C', 'clone', ...person, 'merge', '-q', '-m', 'merged', `origin/${branch}`);
    git('-C', 'clone', 'push', '-q', 'origin', 'main');

    await provisioner().start(
      work({ id: 'd2', action: 'update', files: async () => [{ path: 'other.tf', body: Buffer.from('#\n') }] }),
    );

    const second = 'proton--proton-environment-d2';
    expect(git('-C', place(), 'ls-tree', '-r', '--name-only', second)).toBe(
      `${['dev/.proton/deployment-metadata.json', 'dev/other.tf', 'dev/proton.auto.tfvars.json', 'dev/proton.environment.variables.tf', 'theirs.txt'].join('\n')}\n`,
    );
    expect(await provisioner().start(work({ id: 'd3', action: 'delete' }))).toMatchObject({ state: 'Succeeded' });
    expect(git('-C', place(), 'show', 'proton--proton-environment-d3:dev/main.tf')).toMatch(/no longer managed/);
  });

  it('are closed when the work is cancelled', async () => {
    const { start, look, cancel } = provisioner();
    await start(work());

    expect(await look(work(), opened)).toMatchObject({ state: 'InProgress', memo: { looks: 1 } });
    const ends = [await cancel(work(), opened), await cancel(work(), opened)];

    expect(ends.map((end) => end?.state)).toEqual(['Cancelled', 'Cancelled']);
    expect(await look(work(), opened)).toMatchObject({ state: 'Cancelled' });
    expect(git('-C', place(), 'branch', '--list', branch)).toBe('');
  });

  it('are over when their branch is deleted, and not opened again', async () => {
    const { start, look } = provisioner();
    await start(work());
    git('-C', place(), 'branch', '-D', branch);

    expect(await look(work(), opened)).toEqual({
      state: 'Cancelled',
      message: 'The pull request was closed without being merged.',
    });
    await start(work());
    expect(git('-C', place(), 'branch', '--list', branch)).toBe('');
  });

  it.each([
    ['--no-ff', '-m', 'merged'],
    ['--ff-only', '--no-verify'],
    ['--squash', '--no-commit'],
  ])('wait for somebody’s word once they are merged with %s, branch or no branch', async (...how) => {
    const { start, look, cancel } = provisioner();
    await start(work());
    clone();
    const person = ['-C', 'clone', '-c', 'user.name=a', '-c', 'user.email=a@b'];
    git(...person, 'merge', '-q', ...how, `origin/${branch}`);
    if (how[0] === '--squash') git(...person, 'commit', '-qm', 'squashed');
    git('-C', 'clone', 'push', '-q', 'origin', 'main');

    const merged = [await look(work(), opened), await cancel(work(), opened)];
    git('-C', place(), 'branch', '-D', branch);

    const waits = { state: 'InProgress', memo: opened };
    expect(merged).toEqual([
      waits,
      { state: 'Failed', message: 'The pull request was merged already, so it could not be closed.' },
    ]);
    expect(await look(work(), opened)).toEqual(waits);
  });

  it('go on where their repository is gone, until they are cancelled', async () => {
    const { start, look, cancel } = provisioner();
    await start(work());
    rmSync(join(folder, 'repositories'), { recursive: true });

    expect(await look(work(), opened)).toMatchObject({ state: 'InProgress' });
    expect(await cancel(work(), opened)).toMatchObject({ state: 'Cancelled' });
  });

  it.each(['../infra', 'team/../../etc', 'team', '-x/infra', 'team/in fra'])(
    'refuse the repository %s',
    async (name) => {
      expect(
        await provisioner().start(work({ repository: { provider: 'GITHUB', name, branch: 'main' } })),
      ).toMatchObject({
        state: 'Failed',
        message: `The repository ${name} with the branch main cannot be used here.`,
      });
    },
  );

  it.each(['--upload-pack=x', 'a..b', 'a b', 'x.lock'])('refuse the branch %s', async (name) => {
    expect(
      await provisioner().start(work({ repository: { provider: 'GITHUB', name: 'team/infra', branch: name } })),
    ).toMatchObject({ state: 'Failed' });
  });

  it('are opened in a repository that a crash left without its first commit', async () => {
    git('init', '--quiet', '--bare', '--initial-branch=main', place());

    expect(await provisioner().start(work())).toMatchObject({ state: 'InProgress' });
    expect(git('-C', place(), 'log', '-1', '--format=%s', 'main')).toBe('Begin\n');
  });

  it('refuse a branch that the repository has not', async () => {
    await provisioner().start(work());

    expect(
      await provisioner().start(work({ repository: { provider: 'GITHUB', name: 'team/infra', branch: 'other' } })),
    ).toMatchObject({ state: 'Failed', message: `The repository ${place()} has no branch other.` });
  });
});
