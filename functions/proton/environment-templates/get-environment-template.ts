import type { GetEnvironmentTemplateInput, GetEnvironmentTemplateOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { requireTemplate } from '../templates/record.ts';
import { environmentTemplate } from './view.ts';

/**
 * One template.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_GetEnvironmentTemplate.html
 */
export async function getEnvironmentTemplate(
  { name = '' }: GetEnvironmentTemplateInput,
  { store }: Pick<Ports, 'store'>,
  caller: Caller,
): Promise<GetEnvironmentTemplateOutput> {
  return {
    environmentTemplate: environmentTemplate((await requireTemplate(store, 'environment', { ...caller, name })).value),
  };
}
