import type { CreateEnvironmentTemplateInput, CreateEnvironmentTemplateOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { createTemplate } from '../templates/create-template.ts';
import { environmentTemplate } from './view.ts';

/**
 * Stores an environment template, which has no versions yet. The same request again gives the same template.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_CreateEnvironmentTemplate.html
 */
export async function createEnvironmentTemplate(
  input: CreateEnvironmentTemplateInput,
  ports: Pick<Ports, 'store' | 'clock' | 'events'>,
  caller: Caller,
): Promise<CreateEnvironmentTemplateOutput> {
  const of = { kind: 'environment', provisioning: input.provisioning } as const;
  return { environmentTemplate: environmentTemplate(await createTemplate(input, of, { ...ports, caller })) };
}
