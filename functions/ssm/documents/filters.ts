import type { ListDocumentsRequest } from '@aws-sdk/client-ssm';
import { invalidFilterKey } from '../errors.ts';
import { platformTypes } from './description.ts';
import type { DocumentRecord } from './record.ts';

/** One filter of ListDocuments: a document passes when the key fits any of the values. */
export interface Filter {
  key: string;
  values: string[];
}

const OURS = ['All', 'Private', 'Self'];

const FITS = new Map<string, (document: DocumentRecord, value: string) => boolean>([
  ['DocumentType', ({ documentType }, value) => documentType === value],
  ['Name', ({ name }, value) => name.startsWith(value)],
  ['Owner', (_, value) => OURS.includes(value)],
  ['PlatformTypes', ({ documentType }, value) => platformTypes(documentType).some((platform) => platform === value)],
  ['SearchKeyword', ({ name }, value) => name.toLowerCase().includes(value.toLowerCase())],
  ['TargetType', (document, value) => document.default.targetType === value],
]);

/** The filters of a request, those of the older DocumentFilterList too; throws InvalidFilterKey. */
export function filtersOf({ Filters = [], DocumentFilterList = [] }: ListDocumentsRequest): Filter[] {
  const filters = [
    ...DocumentFilterList.map(({ key = '', value = '' }) => ({ key, values: [value] })),
    ...Filters.map(({ Key = '', Values = [] }) => ({ key: Key, values: Values })),
  ];
  for (const { key } of filters) if (!FITS.has(key) && !/^tag:./.test(key)) throw invalidFilterKey(key);
  return filters;
}

/** Whether a document passes all filters. */
export const passes = (document: DocumentRecord, filters: Filter[]): boolean =>
  filters.every(({ key, values }) => values.some((value) => fits(document, key, value)));

function fits(document: DocumentRecord, key: string, value: string): boolean {
  if (key.startsWith('tag:')) return document.tags.some(({ Key, Value }) => Key === key.slice(4) && Value === value);
  return FITS.get(key)?.(document, value) ?? false;
}
