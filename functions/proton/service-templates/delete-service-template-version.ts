import type { DeleteServiceTemplateVersionInput, DeleteServiceTemplateVersionOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { deleteTemplateVersion } from '../template-versions/delete-template-version.ts';
import { versionName } from '../template-versions/record.ts';
import { serviceTemplateVersion } from '../template-versions/view.ts';

/**
 * Deletes a version that nobody uses; one that is not there is as good as deleted.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_DeleteServiceTemplateVersion.html
 */
export async function deleteServiceTemplateVersion(
  input: DeleteServiceTemplateVersionInput,
  ports: Pick<Ports, 'store' | 'objects' | 'events'>,
  caller: Caller,
): Promise<DeleteServiceTemplateVersionOutput> {
  const version = await deleteTemplateVersion(versionName('service', input, caller), ports);
  return version
    ? { serviceTemplateVersion: await serviceTemplateVersion({ ...version, parts: undefined }, ports) }
    : {};
}
