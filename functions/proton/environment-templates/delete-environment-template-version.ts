import type {
  DeleteEnvironmentTemplateVersionInput,
  DeleteEnvironmentTemplateVersionOutput,
} from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { deleteTemplateVersion } from '../template-versions/delete-template-version.ts';
import { versionName } from '../template-versions/record.ts';
import { environmentTemplateVersion } from '../template-versions/view.ts';

/**
 * Deletes a version that nobody uses; one that is not there is as good as deleted.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_DeleteEnvironmentTemplateVersion.html
 */
export async function deleteEnvironmentTemplateVersion(
  input: DeleteEnvironmentTemplateVersionInput,
  ports: Pick<Ports, 'store' | 'objects' | 'events'>,
  caller: Caller,
): Promise<DeleteEnvironmentTemplateVersionOutput> {
  const version = await deleteTemplateVersion(versionName('environment', input, caller), ports);
  return version
    ? { environmentTemplateVersion: await environmentTemplateVersion({ ...version, parts: undefined }, ports) }
    : {};
}
