import {
  CreateServiceSyncConfigCommand,
  CreateTemplateSyncConfigCommand,
  GetServiceInstanceSyncStatusCommand,
  GetTemplateSyncStatusCommand,
} from '@aws-sdk/client-proton';
import { githubSources } from '../../../../functions/ports/github/github-sources.ts';
import { fakeGitHub } from '../../ports/github/fake-github.ts';
import { commands } from '../bundle-files.ts';
import { specOf } from '../services/services-room.ts';
import { config, linked, openSyncs, opsOf } from './syncs-room.ts';

const template = { templateName: 'base', templateType: 'ENVIRONMENT' } as const;

/** The room whose repositories are on GitHub, with a template and a service that are synced from there. */
async function opened() {
  const room = await openSyncs();
  room.removeFolder();
  const github = fakeGitHub();
  const sources = githubSources({ http: github.http, token: async () => 'secret' });
  Object.assign(room.ports, { sources });
  await room.begin();
  await room.client.send(new CreateTemplateSyncConfigCommand({ ...template, ...linked, branch: 'main' }));
  const ofTemplate = async () =>
    (await room.client.send(new GetTemplateSyncStatusCommand({ ...template, templateVersion: '1' }))).latestSync;
  const pushBoth = (size: number) =>
    github.push({
      'ops/proton-ops.yaml': opsOf({ one: './app/spec.yaml' }),
      'app/spec.yaml': specOf({ one: size }),
      ...Object.fromEntries(Object.entries(commands).map(([path, text]) => [`base/v1/${path}`, text])),
    });
  return { ...room, github, ofTemplate, pushBoth };
}

describe('what is synced from GitHub', () => {
  it('becomes versions and instances', async () => {
    const { pushBoth, sync, ofTemplate, status, begun } = await opened();
    const sha = pushBoth(4);

    await sync();

    expect(begun()).toEqual(['update app/service-instance/one']);
    expect((await status('one')).latestSync).toMatchObject({ status: 'SUCCEEDED', targetRevision: { sha } });
    expect(await ofTemplate()).toMatchObject({ status: 'SUCCEEDED', targetRevision: { sha, directory: 'base/v1' } });
  });

  it('costs one question a branch as long as nobody pushes', async () => {
    const { pushBoth, sync, github } = await opened();
    pushBoth(4);
    await sync();
    github.asked.length = 0;

    await sync();

    expect(github.asked.map(({ path }) => path)).toEqual(['/git/ref/heads/main']);
  });

  it('says why it cannot be read, and goes on when it can', async () => {
    const { pushBoth, sync, github, ofBranch, begun, lines } = await opened();
    pushBoth(4);
    github.answerWith(403);
    await sync();
    await sync();
    expect(await ofBranch()).toMatchObject({
      status: 'FAILED',
      events: [{ event: 'GitHub does not let the token read me/app (403).' }],
    });
    github.answerWith(503);
    await sync();
    expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
    github.answerWith(undefined);

    await sync();

    expect(begun()).toEqual(['update app/service-instance/one']);
  });

  it('is of GitHub, and of no other provider', async () => {
    const { client } = await opened();
    const other = { ...config, repositoryProvider: 'BITBUCKET' as const, serviceName: 'other' };

    await expect(client.send(new CreateServiceSyncConfigCommand(other))).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'This server cannot read Git repositories of BITBUCKET.',
    });
    const one = { serviceName: 'app', serviceInstanceName: 'one' };
    expect((await client.send(new GetServiceInstanceSyncStatusCommand(one))).latestSync).toBeUndefined();
  });
});
