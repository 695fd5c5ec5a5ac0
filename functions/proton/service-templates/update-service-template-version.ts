import type { UpdateServiceTemplateVersionInput, UpdateServiceTemplateVersionOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { checkCompatible } from '../template-versions/create-template-version.ts';
import { versionName } from '../template-versions/record.ts';
import { updateTemplateVersion } from '../template-versions/update-template-version.ts';
import { serviceTemplateVersion } from '../template-versions/view.ts';

/**
 * Publishes a draft, or changes what a version says of itself.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_UpdateServiceTemplateVersion.html
 */
export async function updateServiceTemplateVersion(
  input: UpdateServiceTemplateVersionInput,
  ports: Pick<Ports, 'store' | 'clock' | 'events' | 'objects'>,
  caller: Caller,
): Promise<UpdateServiceTemplateVersionOutput> {
  await checkCompatible(input, { ...ports, caller });
  const version = await updateTemplateVersion(versionName('service', input, caller), input, ports);
  return { serviceTemplateVersion: await serviceTemplateVersion(version, ports) };
}
