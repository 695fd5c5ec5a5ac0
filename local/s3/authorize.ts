import { ApiError } from '../../functions/api/error.ts';
import { decide } from '../../functions/api/iam/decide.ts';
import { requestContext } from '../../functions/api/iam/request-context.ts';
import type { Clock } from '../../functions/ports/clock.ts';
import type { S3Call } from './call.ts';
import { accessDenied, noSuchKey } from './errors.ts';
import type { S3Operation } from './operations.ts';
import { sourceOf } from './put-object.ts';
import { read } from './xml.ts';

/** Asks the caller's policies. Throws AccessDenied. Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html */
export function authorize(call: S3Call, operation: S3Operation, clock: Clock): void {
  const isAllowed = asker(call, clock);
  for (const resource of resourcesOf(call, operation))
    if (!isAllowed(operation.iamAction, resource)) throw refused(call, operation.iamAction, resource);
  if (operation.name !== 'CopyObject' && operation.name !== 'UploadPartCopy') return;
  const { bucket, key } = sourceOf(call);
  if (!isAllowed('s3:GetObject', arnOf(bucket, key))) throw refused(call, 's3:GetObject', arnOf(bucket, key));
}

/** Who may not list a bucket does not learn what is not in it. */
export function concealed(error: unknown, call: S3Call, clock: Clock): unknown {
  const tells = error instanceof ApiError && error.code === noSuchKey().code;
  return tells && !asker(call, clock)('s3:ListBucket', arnOf(call.bucket)) ? accessDenied() : error;
}

const arnOf = (bucket: string, key = ''): string => `arn:aws:s3:::${bucket === '' ? '*' : bucket}${key && `/${key}`}`;

function resourcesOf({ bucket, key, body }: S3Call, { name }: S3Operation): string[] {
  if (name !== 'DeleteObjects') return [arnOf(bucket, key)];
  const { Object: listed } = read(body.toString(), 'Delete');
  const keys = Array.isArray(listed) ? listed.map((one) => (one as { Key?: unknown } | undefined)?.Key) : [];
  return keys.map((one) => arnOf(bucket, String(one)));
}

function asker(call: S3Call, clock: Clock): (action: string, resource: string) => boolean {
  const { event, caller, principal } = call;
  const context = () => requestContext({ event, caller, input: {}, now: clock.now() });
  return (action, resource) => decide(principal, { action, resource, context }) === 'Allowed';
}

const refused = ({ caller }: S3Call, action: string, resource: string): ApiError =>
  accessDenied(`User: ${caller.arn} is not authorized to perform: ${action} on resource: "${resource}"`);
