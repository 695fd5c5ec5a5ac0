import type { AutomationExecutionInputs, Target, TargetLocation } from '@aws-sdk/client-ssm';
import type { Place } from '../documents/record.ts';

/** Where an execution would act: Regions, the number of accounts and, where targets are given, of targets. */
export interface Reach {
  regions: string[];
  accounts: number;
  targets?: number;
}

const mostRegions = 50;

/** Where an execution with these inputs would act, or in words what only AWS knows. */
export function reachOf(inputs: AutomationExecutionInputs, { region }: Place): Reach | string {
  const { Targets: targets = [], TargetMaps: maps, TargetLocations: locations = [], TargetLocationsURL } = inputs;
  const unknown = TargetLocationsURL === undefined ? unknownOf(targets, locations) : 'TargetLocationsURL';
  if (unknown !== undefined) return `${unknown} cannot be resolved by a preview on this server.`;
  const regions = new Set(locations.flatMap(({ Regions = [] }) => Regions));
  const accounts = new Set(locations.flatMap(accountsOf));
  const count = maps?.length ?? new Set(targets.flatMap(({ Values = [] }) => Values)).size;
  return {
    regions: locations.length > 0 ? [...regions].slice(0, mostRegions) : [region],
    accounts: locations.length > 0 ? accounts.size : 1,
    ...((maps || targets.length > 0) && { targets: count }),
  };
}

function unknownOf(targets: Target[], locations: TargetLocation[]): string | undefined {
  const target = targets.find(({ Key = '', Values = [] }) => !isListed(Key) || Values.includes('*'));
  if (target) return `Target ${target.Key}`;
  const accounts = locations.flatMap(({ Accounts = [] }) => Accounts);
  const unit = accounts.find((account) => !/^\d{12}$/.test(account));
  return unit === undefined ? undefined : `Organizational unit ${unit}`;
}

/** The keys whose values are the targets themselves. */
const isListed = (key: string): boolean => key === 'ParameterValues' || key === 'InstanceIds';

const accountsOf = ({ Accounts = [], ExcludeAccounts = [] }: TargetLocation): string[] =>
  Accounts.filter((account) => !ExcludeAccounts.includes(account));
