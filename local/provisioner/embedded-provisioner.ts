import { join } from 'node:path';
import type { GitHub } from '../../functions/ports/github/github.ts';
import { githubSources } from '../../functions/ports/github/github-sources.ts';
import type { Http } from '../../functions/ports/http.ts';
import type { Ports } from '../../functions/ports/ports.ts';
import type { Provisioner } from '../../functions/ports/provisioner.ts';
import { byKind, lazily } from '../../functions/ports/provisioners.ts';
import { gitSources } from './git-sources.ts';

/** What reaches beyond this machine, only where somebody said so. */
export interface ProvisioningOptions {
  /** Stacks are CloudFormation's, not simulated. */
  withAws?: boolean;
  /** Pull requests are opened on GitHub with it, and syncs read from there, not from local repositories. */
  githubToken?: string;
  /** `https://HOST/api/v3` of a GitHub Enterprise Server. */
  githubApiUrl?: string;
}

/** Where the embedded program keeps what it provisions. */
interface Place extends Pick<Ports, 'store' | 'clock' | 'aws' | 'http' | 'objects'> {
  data: string;
}

/** Simulated stacks, commands of this machine, and pull requests to local Git repositories; each is loaded when it is first needed. */
export function embeddedProvisioner(place: Place, options: ProvisioningOptions = {}): Provisioner {
  const { aws, clock, data } = place;
  return byKind({
    cloudformation: lazily(() => (options.withAws ? stacksIn(place) : simulated(place))),
    codebuild: lazily(async () => {
      const { commandProvisioner } = await import('./commands/command-provisioner.ts');
      return commandProvisioner({ folder: join(data, 'commands'), aws, clock });
    }),
    'pull-request': lazily(async () => {
      const { pullRequestProvisioner } = await import('../../functions/ports/pull-request/pull-request-provisioner.ts');
      const found = await repositories(place, options);
      // Git tells nobody of what becomes of a branch, and to look at one of this machine costs next to nothing.
      return options.githubToken ? pullRequestProvisioner(found) : pullRequestProvisioner(found, () => aMinute);
    }),
  });
}

/** In seconds. */
const aMinute = 60;

async function stacksIn({ aws, objects }: Place): Promise<Provisioner> {
  const { cloudformationProvisioner } =
    await import('../../functions/ports/aws/cloudformation/cloudformation-provisioner.ts');
  return cloudformationProvisioner({ aws, objects });
}

async function simulated({ store, clock }: Place): Promise<Provisioner> {
  const { simulatedStacks } = await import('./simulated-stacks/simulated-stacks.ts');
  return simulatedStacks({ store, clock });
}

async function repositories({ data, http }: Place, options: ProvisioningOptions) {
  if (!options.githubToken) {
    const { gitRepositories } = await import('./git-repositories.ts');
    return gitRepositories(join(data, 'repositories'));
  }
  const { githubRepositories } = await import('../../functions/ports/github/github-repositories.ts');
  return githubRepositories(githubOf(options, http));
}

/** Repositories that templates and services are synced from, where pull requests go as well. */
export const embeddedSources = ({ data, http }: Pick<Place, 'data' | 'http'>, options: ProvisioningOptions = {}) =>
  options.githubToken ? githubSources(githubOf(options, http)) : gitSources(join(data, 'repositories'));

const githubOf = ({ githubToken, githubApiUrl }: ProvisioningOptions, http: Http): GitHub => ({
  http,
  token: async () => githubToken,
  ...(githubApiUrl && { apiUrl: githubApiUrl }),
});
