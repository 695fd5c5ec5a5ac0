import type { Provisioning, Tag } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import { requestHash } from '../../api/request-hash.ts';
import type { Ports } from '../../ports/ports.ts';
import { conflict, idempotentParameterMismatch } from '../errors.ts';
import { checkQuota } from '../quota.ts';
import { statusChanged } from '../event.ts';
import { putTags } from '../tags/record.ts';
import {
  getTemplate,
  templateArn,
  templateKey,
  type TemplateKind,
  type TemplateRecord,
  templatesPartition,
} from './record.ts';

/** What either create operation is given. */
interface CreateTemplate {
  name: string | undefined;
  displayName?: string | undefined;
  description?: string | undefined;
  encryptionKey?: string | undefined;
  tags?: Tag[] | undefined;
}

const kinds: TemplateKind[] = ['environment', 'service'];

/** Stores a new template; the same request again gives the same one, as long as nobody changed it. */
export async function createTemplate(
  input: CreateTemplate,
  { kind, provisioning }: { kind: TemplateKind; provisioning: Provisioning | undefined },
  { store, clock, events, caller }: Pick<Ports, 'store' | 'clock' | 'events'> & { caller: Caller },
): Promise<TemplateRecord> {
  const { name = '', displayName = name, description, encryptionKey, tags = [] } = input;
  const { account, region } = caller;
  const place = { account, region };
  const request = requestHash(input);
  const before = (await getTemplate(store, kind, { ...place, name }))?.value;
  if (before) return again(before, request);
  await checkQuota(store, 'templates', ...kinds.map((one) => ({ partition: templatesPartition(one, place) })));
  const now = clock.now();
  const template: TemplateRecord = {
    ...place,
    kind,
    name,
    displayName,
    ...(description !== undefined && { description }),
    ...(encryptionKey !== undefined && { encryptionKey }),
    ...(provisioning !== undefined && { provisioning }),
    lastMajor: 0,
    createdAt: now,
    lastModifiedAt: now,
    request,
    isModified: false,
  };
  const arn = templateArn(kind, place, name);
  await store.write([
    { put: { ...templateKey(kind, place, name), value: template }, expect: 0 },
    ...putTags(arn, tags),
  ]);
  const change = { type: `${kind}-template`, arn, detail: { name }, status: 'DRAFT' } as const;
  await events.publish(() => [statusChanged(change)]);
  return template;
}

function again(before: TemplateRecord, request: string): TemplateRecord {
  if (before.request !== request) throw idempotentParameterMismatch();
  if (before.isModified)
    throw conflict(`The ${before.kind} template ${before.name} exists and was changed since this request made it.`);
  return before;
}
