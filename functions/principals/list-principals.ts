import { InvalidPosition, type Store } from '../ports/store.ts';
import { invalidNextToken } from './errors.ts';
import { partition, type PrincipalRecord } from './record.ts';

/** ListPrincipals's input and output: principals by name, without their secrets. */
export interface ListPrincipalsRequest {
  MaxResults?: number;
  NextToken?: string;
}
export interface ListPrincipalsResult {
  Principals: (Omit<PrincipalRecord, 'CreateDate'> & { CreateDate: Date })[];
  NextToken?: string;
}

/** Lists principals, 100 a page unless told. Throws InvalidNextToken. */
export async function listPrincipals(
  { MaxResults: limit = 100, NextToken: after }: ListPrincipalsRequest,
  { store }: { store: Store },
): Promise<ListPrincipalsResult> {
  const page = await store
    .list<PrincipalRecord>({ partition, limit, ...(after !== undefined && { after }) })
    .catch((error: unknown) => {
      throw error instanceof InvalidPosition ? invalidNextToken() : error;
    });
  const Principals = page.items.map(({ value }) => ({ ...value, CreateDate: new Date(value.CreateDate) }));
  return page.next === undefined ? { Principals } : { Principals, NextToken: page.next };
}
