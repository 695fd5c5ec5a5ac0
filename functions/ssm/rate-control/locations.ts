import type { StartAutomationExecutionRequest, TargetLocation } from '@aws-sdk/client-ssm';
import { type Http, HttpError } from '../../ports/http.ts';
import { invalidAutomationExecutionParameters, invalidTarget } from '../errors.ts';
import { accountsIn } from './organization.ts';
import type { PlannedTarget } from './record.ts';
import { readShape } from './request.ts';
import { mostTargets, type Seeker } from './resources.ts';
import { checkTargets } from './targets.ts';

type Request = Pick<
  StartAutomationExecutionRequest,
  'TargetLocations' | 'TargetLocationsURL' | 'Targets' | 'TargetMaps' | 'TargetParameterName'
>;

/** The accounts and Regions a start names, itself or in the file behind TargetLocationsURL; each with something to run in. */
export async function locationsOf(request: Request, http: Http): Promise<TargetLocation[]> {
  const { TargetLocationsURL: url } = request;
  const locations = url === undefined ? (request.TargetLocations ?? []) : await fetched(url, http);
  for (const location of locations) check(location, request);
  return locations;
}

function check({ Accounts: accounts, Regions: regions, Targets: targets }: TargetLocation, request: Request): void {
  if (!accounts?.length || !regions?.length)
    throw invalidAutomationExecutionParameters('Accounts and Regions are required in every one of TargetLocations.');
  const wrong = accounts.find(
    (account) => !/^(\d{12}|ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}|r-[a-z0-9]{4,32})$/.test(account),
  );
  if (wrong !== undefined)
    throw invalidAutomationExecutionParameters(`${wrong} is neither an account nor an organizational unit.`);
  const region = regions.find((name) => !/^[a-z]{2}(-[a-z]+)+-\d+$/.test(name));
  if (region !== undefined) throw invalidAutomationExecutionParameters(`${region} is not a Region.`);
  if (targets?.length && request.TargetMaps?.length)
    throw invalidAutomationExecutionParameters('Targets and TargetMaps cannot both be specified.');
  if (targets?.length && request.TargetParameterName === undefined)
    throw invalidAutomationExecutionParameters('TargetParameterName is required when Targets are specified.');
  checkTargets(targets ?? request.Targets ?? []);
}

async function fetched(url: string, http: Http): Promise<TargetLocation[]> {
  const refuse = (reason: string): never => {
    throw invalidAutomationExecutionParameters(`TargetLocationsURL could not be read: ${reason}.`);
  };
  const request = { method: 'GET' as const, url, headers: {}, body: '', timeoutSeconds: 15 };
  const { status, body } = await http.send(request).catch((error: unknown) => {
    if (!(error instanceof HttpError)) throw error;
    return refuse(error.message);
  });
  if (status !== 200) refuse(`the answer has the status ${status}`);
  const read = readShape('TargetLocations', parsed(body));
  return 'wrong' in read ? refuse(read.wrong) : (read.value as TargetLocation[]);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Every account and Region of the locations, once: the first location that names a pair has it. `sizes` says how many each location has. */
export async function placesOf(
  locations: TargetLocation[],
  seeker: Seeker,
): Promise<{ targets: PlannedTarget[]; sizes: number[] }> {
  const targets = new Map<string, PlannedTarget>();
  const sizes: number[] = [];
  for (const [number, location] of locations.entries()) {
    const before = targets.size;
    const named = (await pairsOf(location, seeker)).map((place) => ({
      name: `${place.account}-${place.region}`,
      inputs: {},
      place: { ...place, location: number },
    }));
    for (const target of named) targets.set(target.name, targets.get(target.name) ?? target);
    sizes.push(targets.size - before);
    if (targets.size > mostTargets) throw invalidTarget(`There are more than ${mostTargets} accounts and Regions.`);
  }
  return { targets: [...targets.values()], sizes };
}

async function pairsOf(location: TargetLocation, seeker: Seeker) {
  const { Accounts = [], Regions = [], ExcludeAccounts = [], IncludeChildOrganizationUnits: isDeep = false } = location;
  const excluded = new Set(await accountsIn(ExcludeAccounts, seeker, isDeep));
  const accounts = (await accountsIn(Accounts, seeker, isDeep)).filter((account) => !excluded.has(account));
  return accounts.flatMap((account) => [...new Set(Regions)].map((region) => ({ account, region })));
}
