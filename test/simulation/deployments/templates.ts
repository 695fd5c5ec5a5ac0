import type { Write } from '../../../functions/ports/store.ts';
import { ownBucket } from '../../../functions/proton/bundles/stored-bundle.ts';
import {
  type Engine,
  majorKey,
  type VersionRecord,
  versionKey,
} from '../../../functions/proton/template-versions/record.ts';
import { templateKey, type TemplateKind, type TemplateRecord } from '../../../functions/proton/templates/record.ts';
import { account } from '../../door.ts';
import type { World } from '../world.ts';

export const place = { account, region: 'us-east-1' };

/** What a template is besides its kind: how it becomes real, in no way unless told, and whether services of it have a pipeline. */
interface Kept {
  engine?: Engine;
  hasPipeline?: boolean;
}

const schema = (kind: TemplateKind, { hasPipeline }: Kept): string => `schema:
  format: {openapi: "3.0.0"}
  ${kind}_input_type: Input
${hasPipeline ? '  pipeline_input_type: Input\n' : ''}  types:
    Input: {type: object, properties: {size: {type: number, default: 1}}}
`;

/** Puts a template with a published version 1.0 on record, as if it had been registered; services of it take components. */
export async function publish({ ports }: World, kind: TemplateKind, name: string, kept: Kept = {}): Promise<void> {
  const id = `${kind}-${name}`;
  const times = { createdAt: 0, lastModifiedAt: 0 };
  const template: TemplateRecord = {
    ...{ ...place, ...times, kind, name, displayName: name, recommendedVersion: '1.0', lastMajor: 1 },
    ...{ request: '', isModified: false },
  };
  const part = { engine: kept.engine ?? 'none', inputType: 'Input' } as const;
  const version: VersionRecord = {
    ...{ ...place, ...times, kind, id, templateName: name, isCustomerManaged: true, major: 1, minor: 0 },
    ...{
      status: 'PUBLISHED',
      source: { bucket: '', key: '' },
      parts: { main: part, ...(kept.hasPipeline && { pipeline: part }) },
    },
    supportedComponentSources: ['DIRECTLY_DEFINED'],
    compatibleEnvironmentTemplates: kind === 'service' ? [{ templateName: 'base', majorVersion: '1' }] : [],
  };
  const writes: Write[] = [
    { put: { ...templateKey(kind, place, name), value: template }, expect: 0 },
    { put: { ...versionKey(version), value: version }, expect: 0 },
    {
      put: { ...majorKey({ ...place, kind, name }, 1), value: { major: 1, lastMinor: 0, recommendedMinor: 0 } },
      expect: 0,
    },
  ];
  await ports.store.write(writes);
  await ports.objects.put(ownBucket, `versions/${id}/schema.yaml`, Buffer.from(schema(kind, kept)));
}
