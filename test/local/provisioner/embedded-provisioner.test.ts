import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsUnusable } from '../../../functions/ports/aws-api.ts';
import type { HttpRequest } from '../../../functions/ports/http.ts';
import type { Provisioning } from '../../../functions/ports/provisioner.ts';
import { systemClock } from '../../../functions/ports/system-clock.ts';
import { Database } from '../../../local/database/database.ts';
import {
  embeddedProvisioner,
  embeddedSources,
  type ProvisioningOptions,
} from '../../../local/provisioner/embedded-provisioner.ts';
import { sqliteStore } from '../../../local/database/sqlite-store.ts';
import { stackWork } from '../../functions/ports/aws/cloudformation/work.ts';
import { inMemory } from '../../objects.ts';
import { end } from '../../ports/provisioner.contract.ts';

describe('what the embedded program provisions with', () => {
  let data: string;
  beforeEach(() => (data = mkdtempSync(join(tmpdir(), 'embedded-'))));
  afterEach(() => rmSync(data, { recursive: true }));

  const requests: HttpRequest[] = [];
  const open = (options?: ProvisioningOptions) => {
    const clock = systemClock();
    const aws = { call: () => Promise.reject(new AwsUnusable('There are no AWS credentials.')) };
    const http = {
      send: async (request: HttpRequest) => (requests.push(request), { status: 404, headers: {}, body: '{}' }),
      download: () => Promise.reject(new Error('nothing is downloaded')),
    };
    const store = sqliteStore(new Database(':memory:'), clock);
    return embeddedProvisioner({ data, store, clock, aws, http, objects: inMemory() }, options);
  };
  const pullRequest: Partial<Provisioning> = {
    kind: 'pull-request',
    repository: { provider: 'GITHUB', name: 'team/infra', branch: 'main' },
  };

  it('are simulated stacks', async () => {
    expect(await open().start(stackWork())).toMatchObject({ message: 'Simulated: no resource was made.' });
  });

  it('are stacks of CloudFormation where it is told so', async () => {
    expect(await open({ withAws: true }).start(stackWork())).toEqual({
      state: 'Failed',
      message: 'There are no AWS credentials.',
      isUntouched: true,
    });
  });

  it('are pull requests to repositories in the data folder', async () => {
    await open().start(stackWork(pullRequest));

    expect(existsSync(join(data, 'repositories/team/infra.git/HEAD'))).toBe(true);
  });

  it('are pull requests on GitHub where there is a token for it', async () => {
    const provisioner = open({ githubToken: 'secret', githubApiUrl: 'https://git.example/api/v3' });

    expect(await provisioner.start(stackWork(pullRequest))).toMatchObject({ state: 'Failed' });
    expect(requests[0]?.url).toBe('https://git.example/api/v3/repos/team/infra/git/ref/heads/main');
  });

  it('are the inputs themselves where the customer manages the environment', async () => {
    const inputs = { environment: { name: 'dev', inputs: { vpc: 'vpc-1', empty: '' } } };

    expect(await open().start(stackWork({ kind: 'customer-managed', inputs }))).toEqual({
      state: 'Succeeded',
      outputs: [{ key: 'vpc', valueString: 'vpc-1' }],
      resources: [],
    });
  });

  it('are commands of this machine', async () => {
    const manifest = { provision: [], deprovision: [] };

    expect(await end({ provisioner: open() }, stackWork({ kind: 'codebuild', manifest }))).toMatchObject({
      state: 'Succeeded',
    });
  });
});

describe('where syncs of the embedded program read', () => {
  const asked: string[] = [];
  const http = {
    send: async ({ url }: HttpRequest) => (asked.push(url), { status: 200, body: '{"object":{"sha":"abc"}}' }),
    download: () => Promise.reject(new Error('nothing is downloaded')),
  };
  const main = { provider: 'GITHUB', name: 'team/infra', branch: 'main' };

  it('is the data folder', async () => {
    const sources = embeddedSources({ data: '/none', http });

    expect(await sources.head(main)).toBeUndefined();
    expect([asked, sources.reads('BITBUCKET')]).toEqual([[], true]);
  });

  it('is GitHub where there is a token for it', async () => {
    const options = { githubToken: 't', githubApiUrl: 'https://git.example/api/v3' };

    expect(await embeddedSources({ data: '/none', http }, options).head(main)).toBe('abc');
    expect(asked).toEqual(['https://git.example/api/v3/repos/team/infra/git/ref/heads/main']);
  });
});
