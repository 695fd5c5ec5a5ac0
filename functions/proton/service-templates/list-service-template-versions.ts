import type { ListServiceTemplateVersionsInput, ListServiceTemplateVersionsOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { listTemplateVersions } from '../template-versions/list-template-versions.ts';
import { versionSummary } from '../template-versions/view.ts';

/**
 * The versions of a major or, without one, one version of each major.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_ListServiceTemplateVersions.html
 */
export async function listServiceTemplateVersions(
  input: ListServiceTemplateVersionsInput,
  { store }: Pick<Ports, 'store'>,
  caller: Caller,
): Promise<ListServiceTemplateVersionsOutput> {
  const { values, nextToken } = await listTemplateVersions('service', input, { store, caller });
  const templateVersions = values.map(({ version, recommendedMinor }) => versionSummary(version, recommendedMinor));
  return { templateVersions, nextToken };
}
