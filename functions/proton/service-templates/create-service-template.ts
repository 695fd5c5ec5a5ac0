import type { CreateServiceTemplateInput, CreateServiceTemplateOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { createTemplate } from '../templates/create-template.ts';
import { serviceTemplate } from './view.ts';

/**
 * Stores a service template, which has no versions yet. The same request again gives the same template.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_CreateServiceTemplate.html
 */
export async function createServiceTemplate(
  input: CreateServiceTemplateInput,
  ports: Pick<Ports, 'store' | 'clock' | 'events'>,
  caller: Caller,
): Promise<CreateServiceTemplateOutput> {
  const of = { kind: 'service', provisioning: input.pipelineProvisioning } as const;
  return { serviceTemplate: serviceTemplate(await createTemplate(input, of, { ...ports, caller })) };
}
