import type { DescribeAgentVersionsRequest, DescribeAgentVersionsResult } from '@aws-sdk/client-opsworks';
import type { Ports } from '../../ports/ports.ts';
import { requireStack } from '../stacks/record.ts';

/**
 * The one version of the agent: the one that is shipped with this server, for every configuration manager. Throws ResourceNotFoundException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_DescribeAgentVersions.html
 */
export async function describeAgentVersions(
  { StackId, ConfigurationManager }: DescribeAgentVersionsRequest,
  { store }: Pick<Ports, 'store'>,
): Promise<DescribeAgentVersionsResult> {
  const stack = StackId === undefined ? undefined : await requireStack(store, StackId);
  const manager = ConfigurationManager ?? stack?.value.settings.ConfigurationManager ?? { Name: 'Chef', Version: '12' };
  return { AgentVersions: [{ Version: 'LATEST', ConfigurationManager: manager }] };
}
