import type {
  UpdateEnvironmentTemplateVersionInput,
  UpdateEnvironmentTemplateVersionOutput,
} from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { versionName } from '../template-versions/record.ts';
import { updateTemplateVersion } from '../template-versions/update-template-version.ts';
import { environmentTemplateVersion } from '../template-versions/view.ts';

/**
 * Publishes a draft, or changes its words.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_UpdateEnvironmentTemplateVersion.html
 */
export async function updateEnvironmentTemplateVersion(
  input: UpdateEnvironmentTemplateVersionInput,
  ports: Pick<Ports, 'store' | 'clock' | 'events' | 'objects'>,
  caller: Caller,
): Promise<UpdateEnvironmentTemplateVersionOutput> {
  const version = await updateTemplateVersion(versionName('environment', input, caller), input, ports);
  return { environmentTemplateVersion: await environmentTemplateVersion(version, ports) };
}
