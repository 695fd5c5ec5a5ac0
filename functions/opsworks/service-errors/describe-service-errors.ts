import type { DescribeServiceErrorsRequest, DescribeServiceErrorsResult } from '@aws-sdk/client-opsworks';
import type { Ports } from '../../ports/ports.ts';
import type { Store } from '../../ports/store.ts';
import { allOf, onlySelector } from '../selector.ts';
import { requireStack } from '../stacks/record.ts';
import { requireWithin } from '../stacks/within.ts';
import { findServiceError, type ServiceErrorRecord, serviceErrorsOf, serviceErrorView } from './record.ts';

const words = 'Please provide one or more service error IDs, an instance ID or a stack ID';

/**
 * What could not be done for a stack or an instance, the newest first, or the errors of the given ids. Throws ResourceNotFoundException,
 * ValidationException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_DescribeServiceErrors.html
 */
export async function describeServiceErrors(
  input: DescribeServiceErrorsRequest,
  { store }: Pick<Ports, 'store'>,
): Promise<DescribeServiceErrorsResult> {
  return { ServiceErrors: (await found(input, store)).map((error) => serviceErrorView(error)) };
}

async function found(input: DescribeServiceErrorsRequest, store: Store): Promise<ServiceErrorRecord[]> {
  switch (onlySelector(input, ['StackId', 'InstanceId', 'ServiceErrorIds'], words)) {
    case 'StackId':
      return serviceErrorsOf(store, (await requireStack(store, input.StackId)).value.id);
    case 'InstanceId': {
      const { id, stackId } = (await requireWithin(store, 'instance', input.InstanceId)).found.value;
      return (await serviceErrorsOf(store, stackId)).filter(({ instanceId }) => instanceId === id);
    }
    case 'ServiceErrorIds': {
      const errors = await allOf('service error', input.ServiceErrorIds ?? [], (id) => findServiceError(store, id));
      return errors.map(({ value }) => value);
    }
  }
}
