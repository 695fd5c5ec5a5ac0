import type { DeleteServiceTemplateInput, DeleteServiceTemplateOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { deleteTemplate } from '../templates/delete-template.ts';
import { serviceTemplate } from './view.ts';

/**
 * Deletes a template without versions; one that is not there is as good as deleted.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_DeleteServiceTemplate.html
 */
export async function deleteServiceTemplate(
  { name = '' }: DeleteServiceTemplateInput,
  ports: Pick<Ports, 'store' | 'events'>,
  caller: Caller,
): Promise<DeleteServiceTemplateOutput> {
  const template = await deleteTemplate('service', name, { ...ports, caller });
  return template ? { serviceTemplate: serviceTemplate(template) } : {};
}
