import type { CreateServiceTemplateVersionInput, CreateServiceTemplateVersionOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { createTemplateVersion } from '../template-versions/create-template-version.ts';
import { serviceTemplateVersion } from '../template-versions/view.ts';

/**
 * Begins to register a bundle as a new version: the first of a new major or, where one is named, its next minor.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_CreateServiceTemplateVersion.html
 */
export async function createServiceTemplateVersion(
  input: CreateServiceTemplateVersionInput,
  ports: Pick<Ports, 'store' | 'clock' | 'ids' | 'workflows' | 'objects'>,
  caller: Caller,
): Promise<CreateServiceTemplateVersionOutput> {
  const version = await createTemplateVersion('service', input, { ...ports, caller });
  return { serviceTemplateVersion: await serviceTemplateVersion(version, ports) };
}
