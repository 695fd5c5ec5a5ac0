import type { GetExecutionPreviewRequest, GetExecutionPreviewResponse } from '@aws-sdk/client-ssm';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { executionPreviewNotFound } from '../errors.ts';
import { getPreview } from './record.ts';

/**
 * What a preview came to. Throws ResourceNotFoundException.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetExecutionPreview.html
 */
export async function getExecutionPreview(
  { ExecutionPreviewId: id = '' }: GetExecutionPreviewRequest,
  { store }: Pick<Ports, 'store'>,
  { account }: Caller,
): Promise<GetExecutionPreviewResponse> {
  const record = (await getPreview(store, id))?.value;
  if (record?.account !== account) throw executionPreviewNotFound(id);
  return {
    ExecutionPreviewId: id,
    EndedAt: new Date(record.endTime),
    Status: record.status,
    StatusMessage: record.message,
    ...(record.preview && { ExecutionPreview: { Automation: record.preview } }),
  };
}
