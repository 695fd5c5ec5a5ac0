import type { Http, HttpRequest } from '../../../../functions/ports/http.ts';
import type { Provisioning } from '../../../../functions/ports/provisioner.ts';
import { githubRepositories } from '../../../../functions/ports/github/github-repositories.ts';
import { pullRequestProvisioner } from '../../../../functions/ports/pull-request/pull-request-provisioner.ts';

const branch = 'proton--proton-environment-d1';
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
  files: async () => [{ path: 'main.tf', body: Buffer.from('# terraform\n') }],
  inputs: {},
  tags: {},
  repository: { provider: 'GITHUB', name: 'team/infra', branch: 'main' },
  account: 'a',
  region: 'r',
  ...more,
});

/** As much of GitHub as one pull request needs, by its documentation. */
function fakeGitHub(overrides: Record<string, { status: number; body?: unknown }> = {}) {
  const sent: HttpRequest[] = [];
  const refs = new Map([['main', 'base']]);
  const pulls: { number: number; state: string; merged_at: string | null; html_url: string; head: string }[] = [];
  const routes: Record<string, (path: string, body: Record<string, unknown>) => { status: number; body?: unknown }> = {
    'GET /git/ref/heads/': (path) => {
      const sha = refs.get(path.slice('/git/ref/heads/'.length));
      return sha ? { status: 200, body: { object: { sha } } } : { status: 404 };
    },
    'GET /contents/': (path) =>
      path.startsWith('/contents/dev?')
        ? {
            status: 200,
            body: [
              { name: 'old.tf', type: 'file', sha: 'b1', size: 50 },
              { name: 'photo.raw', type: 'file', sha: 'b2', size: 2 * 1024 * 1024 + 1 },
              { name: 'modules', type: 'dir', sha: 't1', size: 0 },
            ],
          }
        : { status: 404 },
    'GET /git/blobs/b1': () => ({ status: 200, body: '/*\nThis file is managed by AWS Proton. x\n*/\n\nold' }),
    'GET /git/commits/': () => ({ status: 200, body: { tree: { sha: 'basetree' } } }),
    'POST /git/trees': () => ({ status: 201, body: { sha: 'tree' } }),
    'POST /git/commits': () => ({ status: 201, body: { sha: 'commit' } }),
    'POST /git/refs': (_, { ref, sha }) => {
      refs.set(String(ref).slice('refs/heads/'.length), String(sha));
      return { status: 201 };
    },
    'POST /pulls': (_, { head }) => {
      if (pulls.length > 0) return { status: 422 };
      pulls.push({
        number: 7,
        state: 'open',
        merged_at: null,
        html_url: 'https://github.com/team/infra/pull/7',
        head: String(head),
      });
      return { status: 201, body: pulls[0] };
    },
    'GET /pulls?': () => ({ status: 200, body: pulls }),
    'PATCH /pulls/7': () => {
      Object.assign(pulls[0] ?? {}, { state: 'closed' });
      return { status: 200 };
    },
  };
  const answer = (request: HttpRequest): { status: number; body: string } => {
    sent.push(request);
    const path = request.url.replace('https://api.github.com/repos/team/infra', '');
    const named = `${request.method} ${path}`;
    const override = Object.entries(overrides).find(([start]) => named.startsWith(start))?.[1];
    const body = (request.body ? JSON.parse(request.body) : {}) as Record<string, unknown>;
    const answered = override ?? Object.entries(routes).find(([start]) => named.startsWith(start))?.[1](path, body);
    const { status = 404, body: content = '' } = answered ?? {};
    return { status, body: typeof content === 'string' ? content : JSON.stringify(content) };
  };
  const http: Http = {
    send: async (request) => answer(request),
    download: async ({ headers = {}, ...file }) => {
      const { status, body } = answer({ method: 'GET', headers, body: '', ...file });
      return { status, body: Buffer.from(body) };
    },
  };
  return {
    sent,
    pulls,
    provisioner: pullRequestProvisioner(githubRepositories({ http, token: async () => 'secret' })),
  };
}

describe('pull requests on GitHub', () => {
  it('are made of one tree and one commit', async () => {
    const { sent, provisioner } = fakeGitHub();

    const progress = await provisioner.start(work());

    expect(progress).toEqual({
      state: 'InProgress',
      message: 'Pull request: https://github.com/team/infra/pull/7',
      memo: { looks: 0 },
      lookAfter: 60,
    });
    const posted = sent
      .filter(({ method }) => method === 'POST')
      .map(({ url, body }) => [url.slice(39), JSON.parse(body) as unknown]);
    expect(posted).toEqual([
      [
        '/git/trees',
        {
          base_tree: 'basetree',
          tree: [
            { path: 'dev/main.tf', mode: '100644', type: 'blob', content: expect.stringMatching(/# terraform\n$/) },
            expect.objectContaining({ path: 'dev/proton.environment.variables.tf' }),
            { path: 'dev/old.tf', mode: '100644', type: 'blob', sha: null },
            expect.objectContaining({ path: 'dev/proton.auto.tfvars.json' }),
            expect.objectContaining({ path: 'dev/.proton/deployment-metadata.json' }),
          ],
        },
      ],
      ['/git/commits', { message: 'Update requested for Proton - environment/dev', tree: 'tree', parents: ['base'] }],
      ['/git/refs', { ref: `refs/heads/${branch}`, sha: 'commit' }],
      ['/pulls', { title: 'Update requested for Proton - environment/dev', head: branch, base: 'main' }],
    ]);
    expect(sent[0]?.headers).toMatchObject({ authorization: 'Bearer secret' });
  });

  it('are found where they were opened before', async () => {
    const { sent, provisioner } = fakeGitHub();
    await provisioner.start(work());
    const before = sent.filter(({ url }) => url.endsWith('/git/trees')).length;

    expect(await provisioner.start(work())).toMatchObject({
      message: 'Pull request: https://github.com/team/infra/pull/7',
    });
    expect(sent.filter(({ url }) => url.endsWith('/git/trees'))).toHaveLength(before);
  });

  it.each([
    [{}, { state: 'InProgress', memo: { looks: 1 }, lookAfter: 120 }],
    [{ state: 'closed' }, { state: 'Cancelled', message: 'The pull request was closed without being merged.' }],
    // Nothing but somebody's word can end it now.
    [
      { state: 'closed', merged_at: '2026-01-01T00:00:00Z' },
      { state: 'InProgress', memo: { looks: 0 } },
    ],
  ])('that are %j stand so: %j', async (pull, progress) => {
    const { pulls, provisioner } = fakeGitHub();
    await provisioner.start(work());
    Object.assign(pulls[0] ?? {}, pull);

    expect(await provisioner.look(work(), { looks: 0 })).toEqual(progress);
  });

  it('are looked at less and less often, so that a machine lives for years', async () => {
    const { provisioner } = fakeGitHub();
    await provisioner.start(work());
    const after = async (looks: number) => {
      const progress = await provisioner.look(work(), { looks });
      return progress.state === 'InProgress' ? progress.lookAfter : undefined;
    };

    expect(await Promise.all([0, 1, 4, 5, 6, 998, 999, 5000].map(after))).toEqual([
      120, 240, 1920, 3600, 3600, 3600, 86_400, 86_400,
    ]);
  });

  it('are closed when the work is cancelled, once', async () => {
    const { sent, pulls, provisioner } = fakeGitHub();
    await provisioner.start(work());

    const ends = [await provisioner.cancel(work(), undefined), await provisioner.cancel(work(), undefined)];

    const cancelled = { state: 'Cancelled', message: 'User initiated cancellation.' };
    expect(ends).toEqual([cancelled, cancelled]);
    expect(pulls[0]?.state).toBe('closed');
    expect(sent.filter(({ method }) => method === 'PATCH')).toHaveLength(1);
  });

  it('are not closed once they are merged', async () => {
    const { sent, pulls, provisioner } = fakeGitHub();
    await provisioner.start(work());
    Object.assign(pulls[0] ?? {}, { state: 'closed', merged_at: '2026-01-01T00:00:00Z' });

    expect(await provisioner.cancel(work(), undefined)).toEqual({
      state: 'Failed',
      message: 'The pull request was merged already, so it could not be closed.',
    });
    expect(sent.filter(({ method }) => method === 'PATCH')).toEqual([]);
  });

  it.each([401, 404, 503])('go on when GitHub answers a look with %d, which says nothing of them', async (status) => {
    const answers: Record<string, { status: number }> = {};
    const { provisioner } = fakeGitHub(answers);
    await provisioner.start(work());
    answers['GET /pulls?'] = { status };

    expect(await provisioner.look(work(), { looks: 0 })).toMatchObject({ state: 'InProgress', lookAfter: 120 });
  });

  it.each([
    [401, { state: 'Failed', message: expect.stringContaining('does not let the token write') }],
    [404, { state: 'Failed', message: expect.stringContaining('cannot be seen (404)') }],
    [503, undefined],
  ])('say why they could not be closed when GitHub answers %d', async (status, end) => {
    const answers: Record<string, { status: number }> = {};
    const { provisioner } = fakeGitHub(answers);
    await provisioner.start(work());
    answers['GET /pulls?'] = { status };

    expect(await provisioner.cancel(work(), undefined)).toEqual(end);
  });

  it('are opened by a look where nobody remembers that they were', async () => {
    const { pulls, provisioner } = fakeGitHub();

    expect(await provisioner.look(work(), undefined)).toMatchObject({ state: 'InProgress', memo: { looks: 0 } });
    expect(pulls).toHaveLength(1);
  });

  it.each([
    [{ 'GET /git/ref': { status: 401 } }, 'GitHub does not let the token write to team/infra (401).'],
    [{ 'GET /git/ref': { status: 404 } }, 'The repository team/infra or its branch main cannot be found.'],
    [{ 'GET /git/blobs/b1': { status: 404 } }, 'The file b1 of team/infra cannot be read.'],
    [{ 'POST /git/trees': { status: 422 } }, 'GitHub did not take the files (422).'],
    [{ 'POST /pulls': { status: 422 } }, 'GitHub did not open a pull request (422).'],
  ])('say what a person must mend: %j', async (overrides, message) => {
    expect(await fakeGitHub(overrides).provisioner.start(work())).toEqual({
      state: 'Failed',
      message,
      isUntouched: true,
    });
  });

  it('are tried again where GitHub has trouble', async () => {
    const { provisioner } = fakeGitHub({ 'GET /git/ref': { status: 503 } });

    expect(await provisioner.start(work())).toEqual({ state: 'InProgress', lookAfter: 60 });
  });

  it('need a token', async () => {
    const { start } = pullRequestProvisioner(
      githubRepositories({
        http: { send: () => Promise.reject(new Error()), download: () => Promise.reject(new Error()) },
        token: async () => undefined,
      }),
    );

    expect(await start(work())).toMatchObject({ state: 'Failed', message: expect.stringContaining('no token') });
  });
});
