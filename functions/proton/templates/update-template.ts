import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { requireTemplate, templateKey, type TemplateKind, type TemplateRecord } from './record.ts';

/** Changes what may change of a template: its words. */
export async function updateTemplate(
  kind: TemplateKind,
  input: { name: string | undefined; displayName?: string | undefined; description?: string | undefined },
  { store, clock, caller }: Pick<Ports, 'store' | 'clock'> & { caller: Caller },
): Promise<TemplateRecord> {
  const { name = '', displayName, description } = input;
  const { value, version } = await requireTemplate(store, kind, { ...caller, name });
  const template: TemplateRecord = {
    ...value,
    ...(displayName !== undefined && { displayName }),
    ...(description !== undefined && { description }),
    lastModifiedAt: clock.now(),
    isModified: true,
  };
  await store.write([{ put: { ...templateKey(kind, value, name), value: template }, expect: version }]);
  return template;
}
