import type { GetEnvironmentTemplateVersionInput, GetEnvironmentTemplateVersionOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { requireVersion, versionName } from '../template-versions/record.ts';
import { environmentTemplateVersion } from '../template-versions/view.ts';

/**
 * One version with its schema.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_GetEnvironmentTemplateVersion.html
 */
export async function getEnvironmentTemplateVersion(
  input: GetEnvironmentTemplateVersionInput,
  ports: Pick<Ports, 'store' | 'objects'>,
  caller: Caller,
): Promise<GetEnvironmentTemplateVersionOutput> {
  const { value } = await requireVersion(ports.store, versionName('environment', input, caller));
  return { environmentTemplateVersion: await environmentTemplateVersion(value, ports) };
}
