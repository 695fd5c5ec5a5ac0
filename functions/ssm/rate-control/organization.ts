import { textAt, mapsIn } from '../steps/answers.ts';
import { allPages, type Seeker } from './resources.ts';

const isAccount = (name: string): boolean => /^\d{12}$/.test(name);

/**
 * The accounts that account ids, organizational units and roots stand for, in their order; with `isDeep` also those of the units below.
 * Source: https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccountsForParent.html
 */
export async function accountsIn(names: string[], seeker: Seeker, isDeep: boolean): Promise<string[]> {
  const found: string[] = [];
  for (const name of names) found.push(...(isAccount(name) ? [name] : await accountsBelow(name, seeker, isDeep)));
  return [...new Set(found)];
}

async function accountsBelow(parent: string, seeker: Seeker, isDeep: boolean): Promise<string[]> {
  const accounts = await listed('ListAccountsForParent', parent, seeker);
  const found = accounts
    .flatMap((page) => mapsIn(page.Accounts))
    .filter((account) => textAt('$.Status', account) === 'ACTIVE')
    .map((account) => textAt('$.Id', account));
  if (!isDeep) return found;
  const units = await listed('ListOrganizationalUnitsForParent', parent, seeker);
  const ids = units.flatMap((page) => mapsIn(page.OrganizationalUnits)).map((unit) => textAt('$.Id', unit));
  for (const id of ids) found.push(...(await accountsBelow(id, seeker, isDeep)));
  return found;
}

const listed = (operation: string, parent: string, seeker: Seeker) =>
  allPages({ service: 'organizations', operation, input: { ParentId: parent }, token: 'NextToken' }, seeker);
