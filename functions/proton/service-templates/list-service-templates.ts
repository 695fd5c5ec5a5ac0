import type { ListServiceTemplatesInput, ListServiceTemplatesOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { listTemplates } from '../templates/list-templates.ts';
import { serviceTemplate } from './view.ts';

/**
 * The templates of the caller's account and Region, by name.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_ListServiceTemplates.html
 */
export async function listServiceTemplates(
  input: ListServiceTemplatesInput,
  { store }: Pick<Ports, 'store'>,
  caller: Caller,
): Promise<ListServiceTemplatesOutput> {
  const { values, nextToken } = await listTemplates('service', input, { store, caller });
  return { templates: values.map(serviceTemplate), nextToken };
}
