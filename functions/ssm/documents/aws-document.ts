import { AwsError, AwsUnreachable, AwsUnusable } from '../../ports/aws-api.ts';
import { type RecentlyUsed, recentlyUsed } from '../../ports/recently-used.ts';
import type { JsonObject } from '../../ports/json.ts';
import type { Ports } from '../../ports/ports.ts';
import type { ContentFormat } from './content.ts';
import { documentNamed } from './document-name.ts';
import type { DocumentReference, Place } from './record.ts';

/** What is asked of a document: which one, which version, in which format. */
export interface AwsReference extends DocumentReference {
  DocumentFormat?: ContentFormat | undefined;
}

/** That there is no such document or version, and why AWS could not be asked where it could not. */
export interface Missing {
  missing: 'document' | 'version';
  reason?: string;
}

type Needs = Pick<Ports, 'aws' | 'clock'>;

interface Kept {
  answer: JsonObject;
  until: number;
}

const mostKept = 200;
const freshness = 300_000;
const kept = new WeakMap<Ports['aws'], RecentlyUsed<Kept>>();

/**
 * A document that is not of this account, as SSM's GetDocument answers: of AWS's own by a reserved name, of another account by its ARN.
 * What was read is good for five minutes. Undefined where the document would have to be here.
 */
export async function awsDocument(
  reference: AwsReference,
  ports: Needs,
  place: Place,
): Promise<JsonObject | Missing | undefined> {
  const { Name = '', DocumentVersion, VersionName, DocumentFormat } = reference;
  const { account, region, name } = documentNamed(Name, place);
  if (account === place.account) return undefined;
  const input = {
    Name: account === '' ? name : Name,
    ...(DocumentVersion !== undefined && { DocumentVersion }),
    ...(VersionName !== undefined && { VersionName }),
    DocumentFormat: DocumentFormat ?? 'JSON',
  };
  const key = JSON.stringify([region, input]);
  const cache = kept.get(ports.aws) ?? recentlyUsed<Kept>(mostKept);
  kept.set(ports.aws, cache);
  const known = cache.get(key);
  if (known && ports.clock.now() < known.until) return known.answer;
  const call = { service: 'ssm', operation: 'GetDocument', input, region, sessionName: 'GetDocument' };
  const answer = await ports.aws.call(call).catch(missing);
  if (!isMissing(answer)) cache.set(key, { answer, until: ports.clock.now() + freshness });
  return answer;
}

/** Whether there is no such document. */
export const isMissing = (found: JsonObject | Missing): found is Missing => 'missing' in found;

function missing(error: unknown): Missing {
  if (error instanceof AwsError && error.code === 'InvalidDocument') return { missing: 'document' };
  if (error instanceof AwsError && error.code === 'InvalidDocumentVersion') return { missing: 'version' };
  if (error instanceof AwsError)
    return { missing: 'document', reason: `${error.code}: ${error.message.replace(/\.$/, '')}` };
  if (error instanceof AwsUnreachable || error instanceof AwsUnusable)
    return { missing: 'document', reason: error.message };
  throw error;
}
