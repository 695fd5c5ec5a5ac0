import type { DocumentIdentifier } from '@aws-sdk/client-ssm';
import { calling } from '../calling.ts';
import { type Body, textOption } from '../command.ts';
import { limitOf } from '../executions/list.ts';
import { tell } from '../output.ts';
import { pagesFrom } from '../pages.ts';
import { type Column, moment, sheet, tableOf } from '../table.ts';

/** A row of ListDocuments as it is on the wire: times in epoch seconds. */
type Listed = Omit<DocumentIdentifier, 'CreatedDate'> & { CreatedDate?: number };

const columns: Column<Listed>[] = [
  ['NAME', ({ Name }) => Name],
  ['VERSION', ({ DocumentVersion }) => DocumentVersion],
  ['TYPE', ({ DocumentType }) => DocumentType],
  ['FORMAT', ({ DocumentFormat }) => DocumentFormat],
  ['CREATED', ({ CreatedDate }) => moment(CreatedDate)],
];

/** quaymaster documents list: documents with their default versions. */
export const listDocuments: Body = async (given) => {
  const type = textOption(given, 'type');
  const limit = limitOf(given);
  const Filters = type ? [{ Key: 'DocumentType', Values: [type] }] : [];
  const input = { MaxResults: 50, ...(Filters.length && { Filters }) };
  const found = await calling(given, ({ call }) =>
    pagesFrom<Listed>(call, 'AmazonSSM.ListDocuments', { member: 'DocumentIdentifiers', input, limit }),
  );
  const answer = { value: found, lines: (rows: Listed[]) => tableOf(rows, columns, sheet()) };
  return tell(given, answer, 'There is none. To make one: quaymaster documents create FILE');
};
