import type { DeleteEnvironmentTemplateInput, DeleteEnvironmentTemplateOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { deleteTemplate } from '../templates/delete-template.ts';
import { environmentTemplate } from './view.ts';

/**
 * Deletes a template without versions; one that is not there is as good as deleted.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_DeleteEnvironmentTemplate.html
 */
export async function deleteEnvironmentTemplate(
  { name = '' }: DeleteEnvironmentTemplateInput,
  ports: Pick<Ports, 'store' | 'events'>,
  caller: Caller,
): Promise<DeleteEnvironmentTemplateOutput> {
  const template = await deleteTemplate('environment', name, { ...ports, caller });
  return template ? { environmentTemplate: environmentTemplate(template) } : {};
}
