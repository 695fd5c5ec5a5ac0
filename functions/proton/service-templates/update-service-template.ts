import type { UpdateServiceTemplateInput, UpdateServiceTemplateOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { updateTemplate } from '../templates/update-template.ts';
import { serviceTemplate } from './view.ts';

/**
 * Changes the words of a template.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_UpdateServiceTemplate.html
 */
export async function updateServiceTemplate(
  input: UpdateServiceTemplateInput,
  ports: Pick<Ports, 'store' | 'clock'>,
  caller: Caller,
): Promise<UpdateServiceTemplateOutput> {
  return { serviceTemplate: serviceTemplate(await updateTemplate('service', input, { ...ports, caller })) };
}
