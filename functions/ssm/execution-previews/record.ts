import type { AutomationExecutionPreview, ExecutionPreviewStatus } from '@aws-sdk/client-ssm';
import type { Item, Key, Store, Stored } from '../../ports/store.ts';

/** A preview as stored: what it came to, or why it came to nothing. `endTime` is in epoch milliseconds. */
export interface PreviewRecord {
  id: string;
  account: string;
  status: ExecutionPreviewStatus;
  endTime: number;
  message?: string;
  preview?: AutomationExecutionPreview;
}

const daysKept = 1;

const previewKey = (id: string): Key => ({ partition: `execution-preview#${id}`, sort: 'preview' });

/** A preview as it goes into the store, where it stays for a day. */
export const previewItem = (record: PreviewRecord): Item<PreviewRecord> => ({
  ...previewKey(record.id),
  value: record,
  expires: Math.ceil(record.endTime / 1000) + daysKept * 86_400,
});

/** The preview of this id, or undefined. */
export const getPreview = (store: Store, id: string): Promise<Stored<PreviewRecord> | undefined> =>
  store.get<PreviewRecord>(previewKey(id));
