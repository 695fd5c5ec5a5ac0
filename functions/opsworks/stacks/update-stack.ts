import type { UpdateStackRequest } from '@aws-sdk/client-opsworks';
import type { Ports } from '../../ports/ports.ts';
import { checkStack, hidden, putStack, requireStack } from './record.ts';

/**
 * Changes the given settings of a stack; of a cookbook source and other structures, the given members. Throws ResourceNotFoundException, ValidationException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_UpdateStack.html
 */
export async function updateStack(
  { StackId, ...given }: UpdateStackRequest,
  ports: Pick<Ports, 'store' | 'secrets'>,
): Promise<object> {
  const stack = await requireStack(ports.store, StackId);
  const { settings, secrets } = stack.value;
  const changed = {
    ...settings,
    ...given,
    Attributes: { ...settings.Attributes, ...given.Attributes },
    ChefConfiguration: { ...settings.ChefConfiguration, ...given.ChefConfiguration },
    ConfigurationManager: { ...settings.ConfigurationManager, ...given.ConfigurationManager },
    ...(given.CustomCookbooksSource && {
      CustomCookbooksSource: { ...settings.CustomCookbooksSource, ...given.CustomCookbooksSource },
    }),
  };
  checkStack(changed);
  await ports.store.write([putStack(stack, await hidden(changed, secrets, ports))]);
  return {};
}
