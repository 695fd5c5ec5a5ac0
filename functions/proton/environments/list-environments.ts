import type { ListEnvironmentsInput, ListEnvironmentsOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { listed } from '../listing.ts';
import { requireTemplate } from '../templates/record.ts';
import { type EnvironmentRecord, environmentsPartition, environmentSummary } from './record.ts';

/**
 * The environments of the caller's account and Region, by name; of some templates' majors where any are given, which must be there.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_ListEnvironments.html
 */
export async function listEnvironments(
  input: ListEnvironmentsInput,
  { store }: Pick<Ports, 'store'>,
  { account, region }: Caller,
): Promise<ListEnvironmentsOutput> {
  const { environmentTemplates: wanted } = input;
  for (const { templateName: name = '' } of wanted ?? [])
    await requireTemplate(store, 'environment', { account, region, name });
  const passes = ({ current }: EnvironmentRecord): boolean =>
    !wanted?.length ||
    wanted.some((one) => one.templateName === current.templateName && one.majorVersion === String(current.major));
  const partition = environmentsPartition({ account, region });
  const shape = ['environments', partition, wanted ?? []];
  const { values, nextToken } = await listed<EnvironmentRecord>(store, { partition, shape, passes }, input);
  return { environments: values.map(environmentSummary), nextToken };
}
