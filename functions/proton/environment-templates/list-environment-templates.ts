import type { ListEnvironmentTemplatesInput, ListEnvironmentTemplatesOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { listTemplates } from '../templates/list-templates.ts';
import { environmentTemplate } from './view.ts';

/**
 * The templates of the caller's account and Region, by name.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_ListEnvironmentTemplates.html
 */
export async function listEnvironmentTemplates(
  input: ListEnvironmentTemplatesInput,
  { store }: Pick<Ports, 'store'>,
  caller: Caller,
): Promise<ListEnvironmentTemplatesOutput> {
  const { values, nextToken } = await listTemplates('environment', input, { store, caller });
  return { templates: values.map(environmentTemplate), nextToken };
}
