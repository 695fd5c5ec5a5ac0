import type {
  CreateEnvironmentTemplateVersionInput,
  CreateEnvironmentTemplateVersionOutput,
} from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { createTemplateVersion } from '../template-versions/create-template-version.ts';
import { environmentTemplateVersion } from '../template-versions/view.ts';

/**
 * Begins to register a bundle as a new version: the first of a new major or, where one is named, its next minor.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_CreateEnvironmentTemplateVersion.html
 */
export async function createEnvironmentTemplateVersion(
  input: CreateEnvironmentTemplateVersionInput,
  ports: Pick<Ports, 'store' | 'clock' | 'ids' | 'workflows' | 'objects'>,
  caller: Caller,
): Promise<CreateEnvironmentTemplateVersionOutput> {
  const version = await createTemplateVersion('environment', input, { ...ports, caller });
  return { environmentTemplateVersion: await environmentTemplateVersion(version, ports) };
}
