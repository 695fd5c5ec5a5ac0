import type { UpdateEnvironmentTemplateInput, UpdateEnvironmentTemplateOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { updateTemplate } from '../templates/update-template.ts';
import { environmentTemplate } from './view.ts';

/**
 * Changes the words of a template.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_UpdateEnvironmentTemplate.html
 */
export async function updateEnvironmentTemplate(
  input: UpdateEnvironmentTemplateInput,
  ports: Pick<Ports, 'store' | 'clock'>,
  caller: Caller,
): Promise<UpdateEnvironmentTemplateOutput> {
  return { environmentTemplate: environmentTemplate(await updateTemplate('environment', input, { ...ports, caller })) };
}
