import type { GetServiceTemplateVersionInput, GetServiceTemplateVersionOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { requireVersion, versionName } from '../template-versions/record.ts';
import { serviceTemplateVersion } from '../template-versions/view.ts';

/**
 * One version with its schema.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_GetServiceTemplateVersion.html
 */
export async function getServiceTemplateVersion(
  input: GetServiceTemplateVersionInput,
  ports: Pick<Ports, 'store' | 'objects'>,
  caller: Caller,
): Promise<GetServiceTemplateVersionOutput> {
  const { value } = await requireVersion(ports.store, versionName('service', input, caller));
  return { serviceTemplateVersion: await serviceTemplateVersion(value, ports) };
}
