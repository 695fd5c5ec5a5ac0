import type { Store } from '../../ports/store.ts';
import type { Caller } from '../../api/action.ts';
import { listed, type Paging } from '../listing.ts';
import { type TemplateKind, type TemplateRecord, templatesPartition } from './record.ts';

/** One page of the templates of a kind, by name. */
export const listTemplates = (
  kind: TemplateKind,
  paging: Paging,
  { store, caller: { account, region } }: { store: Store; caller: Caller },
): Promise<{ values: TemplateRecord[]; nextToken?: string }> =>
  listed<TemplateRecord>(
    store,
    { partition: templatesPartition(kind, { account, region }), shape: ['templates', kind, account, region] },
    paging,
  );
