import type { GetServiceTemplateInput, GetServiceTemplateOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { requireTemplate } from '../templates/record.ts';
import { serviceTemplate } from './view.ts';

/**
 * One template.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_GetServiceTemplate.html
 */
export async function getServiceTemplate(
  { name = '' }: GetServiceTemplateInput,
  { store }: Pick<Ports, 'store'>,
  caller: Caller,
): Promise<GetServiceTemplateOutput> {
  return { serviceTemplate: serviceTemplate((await requireTemplate(store, 'service', { ...caller, name })).value) };
}
