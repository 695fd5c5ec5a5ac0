import type { CreateStackRequest, CreateStackResult } from '@aws-sdk/client-opsworks';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { checkStack, newStack, stackKey, type StackSettings } from './record.ts';

/** What a stack is unless it is told otherwise. */
const defaults: StackSettings = {
  HostnameTheme: 'Layer_Dependent',
  DefaultOs: 'Amazon Linux',
  DefaultRootDeviceType: 'instance-store',
  ConfigurationManager: { Name: 'Chef', Version: '12' },
  ChefConfiguration: {},
  UseCustomCookbooks: false,
  UseOpsworksSecurityGroups: true,
  Attributes: {},
};

/**
 * Makes an empty stack. Throws ValidationException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_CreateStack.html
 */
export async function createStack(
  input: CreateStackRequest,
  ports: Pick<Ports, 'store' | 'ids' | 'clock' | 'secrets'>,
  { account }: Caller,
): Promise<CreateStackResult> {
  const settings = { ...defaults, ...input };
  checkStack(settings);
  const stack = await newStack(settings, { account }, ports);
  await ports.store.write([{ put: { ...stackKey(stack.id), value: stack }, expect: 0 }]);
  return { StackId: stack.id };
}
