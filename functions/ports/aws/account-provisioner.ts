import type { AwsApi } from '../aws-api.ts';
import type { Http } from '../http.ts';
import type { Objects } from '../objects.ts';
import type { Provisioner } from '../provisioner.ts';
import { byKind, lazily } from '../provisioners.ts';

/** What provisions in the account; `token` is that for GitHub, if there is one. */
export interface AccountProvisioning {
  aws: AwsApi;
  objects: Objects;
  http: Http;
  token: () => Promise<string | undefined>;
}

/** CloudFormation, CodeBuild, and pull requests on GitHub; each is loaded when it is first needed. */
export function accountProvisioner({ aws, objects, http, token }: AccountProvisioning): Provisioner {
  const stacks = async (adopts: boolean) =>
    (await import('./cloudformation/cloudformation-provisioner.ts')).cloudformationProvisioner({
      aws,
      objects,
      adopts,
    });
  return byKind({
    cloudformation: lazily(() => stacks(true)),
    codebuild: lazily(async () => {
      const { codebuildProvisioner } = await import('./codebuild/codebuild-provisioner.ts');
      return codebuildProvisioner({ aws, objects, stacks: await stacks(false) });
    }),
    'pull-request': lazily(async () => {
      const { pullRequestProvisioner } = await import('../pull-request/pull-request-provisioner.ts');
      const { githubRepositories } = await import('../github/github-repositories.ts');
      return pullRequestProvisioner(githubRepositories({ http, token }));
    }),
  });
}
