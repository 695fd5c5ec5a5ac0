import type { GetAccountSettingsInput, GetAccountSettingsOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { getSettings } from './record.ts';

/**
 * What the pipelines of the account are provisioned with.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_GetAccountSettings.html
 */
export async function getAccountSettings(
  _input: GetAccountSettingsInput,
  { store }: Pick<Ports, 'store'>,
  { account, region }: Caller,
): Promise<GetAccountSettingsOutput> {
  return { accountSettings: (await getSettings(store, { account, region }))?.value ?? {} };
}
