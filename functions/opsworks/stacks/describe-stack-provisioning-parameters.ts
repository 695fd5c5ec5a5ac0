import type {
  DescribeStackProvisioningParametersRequest,
  DescribeStackProvisioningParametersResult,
} from '@aws-sdk/client-opsworks';
import type { Ports } from '../../ports/ports.ts';
import { requireStack } from './record.ts';

/**
 * Where the agent is to be had: with this program, as `quaymaster agent`, and not as an archive of its own. Throws ResourceNotFoundException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_DescribeStackProvisioningParameters.html
 */
export async function describeStackProvisioningParameters(
  { StackId }: DescribeStackProvisioningParametersRequest,
  { store }: Pick<Ports, 'store'>,
): Promise<DescribeStackProvisioningParametersResult> {
  const { value: stack } = await requireStack(store, StackId);
  return { Parameters: { stack_id: stack.id, command: `quaymaster agent --stack ${stack.id}` } };
}
