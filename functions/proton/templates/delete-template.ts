import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { conflict } from '../errors.ts';
import { statusChanged } from '../event.ts';
import { removeTags } from '../tags/record.ts';
import { getTemplateSync } from '../template-syncs/record.ts';
import { versionsPartition, versionPrefix } from '../template-versions/record.ts';
import { getTemplate, templateArn, templateKey, type TemplateKind, type TemplateRecord } from './record.ts';

/** Deletes a template that has no versions any more; undefined where there is none, which is as good. */
export async function deleteTemplate(
  kind: TemplateKind,
  name: string,
  { store, events, caller }: Pick<Ports, 'store' | 'events'> & { caller: Caller },
): Promise<TemplateRecord | undefined> {
  const { account, region } = caller;
  const found = await getTemplate(store, kind, { account, region, name });
  if (!found) return undefined;
  const template = found.value;
  const versions = { partition: versionsPartition(template), prefix: versionPrefix, limit: 1 };
  const { items } = await store.list(versions);
  if (items.length > 0)
    throw conflict(`The ${kind} template ${name} has versions. Delete all of its versions before you delete it.`);
  const templateType = kind === 'service' ? 'SERVICE' : 'ENVIRONMENT';
  if (await getTemplateSync(store, { account, region }, { templateName: name, templateType }))
    throw conflict(`The ${kind} template ${name} has a template sync config. Call DeleteTemplateSyncConfig first.`);
  const arn = templateArn(kind, template, name);
  const remove = { remove: templateKey(kind, template, name), expect: found.version };
  await store.write([remove, ...(await removeTags(store, arn))]);
  const previousStatus = template.recommendedVersion === undefined ? 'DRAFT' : 'PUBLISHED';
  const change = { type: `${kind}-template`, arn, detail: { name }, status: 'DELETED', previousStatus } as const;
  await events.publish(() => [statusChanged(change)]);
  return template;
}
