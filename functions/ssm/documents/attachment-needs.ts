import type { AttachmentsSource } from '@aws-sdk/client-ssm';
import { ApiError } from '../../api/error.ts';
import type { Caller } from '../../api/action.ts';
import type { Input } from '../../api/service.ts';
import { placeIn, referenceIn } from './attachment-source.ts';
import { documentNamed } from './document-name.ts';

/** What else CreateDocument and UpdateDocument take: who attaches a file must be allowed to read it. */
export function attachmentNeeds(_operation: string, { Attachments = [] }: Input, caller: Caller) {
  return (Attachments as AttachmentsSource[]).flatMap((source) => {
    try {
      return [needOf(source, caller)];
    } catch (error) {
      // The operation itself says what is wrong with it, and reads nothing.
      if (error instanceof ApiError) return [];
      throw error;
    }
  });
}

function needOf({ Key, Values }: AttachmentsSource, caller: Caller): { action: string; resource: string } {
  if (Key === 'AttachmentReference') {
    const { region, account, name } = documentNamed(referenceIn(Values).document, caller);
    return { action: 'ssm:GetDocument', resource: `arn:aws:ssm:${region}:${account}:document/${name}` };
  }
  const { bucket, key } = placeIn(Values, caller.region);
  const object = Key === 'SourceUrl' ? `${key.replace(/\/$/, '')}/*` : key;
  return { action: 's3:GetObject', resource: `arn:aws:s3:::${bucket}/${object}` };
}
