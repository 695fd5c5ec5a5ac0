import type {
  EnvironmentTemplateVersion,
  EnvironmentTemplateVersionSummary,
  ServiceTemplateVersion,
} from '@aws-sdk/client-proton';
import type { Ports } from '../../ports/ports.ts';
import { storedSchema } from '../bundles/stored-bundle.ts';
import { getMajor, versionArn, type VersionRecord } from './record.ts';

/** The longest schema that the contract lets an answer hold, in characters. */
const longestSchema = 51_200;

/** Without `parts` the schema is not shown. */
type Viewed = Omit<VersionRecord, 'parts'> & { parts?: VersionRecord['parts'] | undefined };

/** What listings show of a version of either kind. */
export function versionSummary(
  version: Viewed,
  recommendedMinor: number | undefined,
): EnvironmentTemplateVersionSummary {
  return {
    templateName: version.templateName,
    majorVersion: String(version.major),
    minorVersion: String(version.minor),
    status: version.status,
    statusMessage: version.statusMessage,
    description: version.description,
    arn: versionArn(version),
    createdAt: new Date(version.createdAt),
    lastModifiedAt: new Date(version.lastModifiedAt),
    recommendedMinorVersion: recommendedMinor === undefined ? undefined : String(recommendedMinor),
  };
}

/** A version with its schema, which is left out where it is longer than an answer may be. */
export async function environmentTemplateVersion(
  version: Viewed,
  { store, objects }: Pick<Ports, 'store' | 'objects'>,
): Promise<EnvironmentTemplateVersion> {
  const template = { ...version, name: version.templateName };
  const [major, schema] = await Promise.all([
    getMajor(store, template, version.major),
    version.parts && storedSchema(objects, version.id),
  ]);
  const summary = versionSummary(version, major?.value.recommendedMinor);
  return { ...summary, schema: schema !== undefined && schema.length <= longestSchema ? schema : undefined };
}

/** The same for services. */
export const serviceTemplateVersion = async (
  version: Viewed,
  ports: Pick<Ports, 'store' | 'objects'>,
): Promise<ServiceTemplateVersion> => ({
  ...(await environmentTemplateVersion(version, ports)),
  compatibleEnvironmentTemplates: version.compatibleEnvironmentTemplates ?? [],
  supportedComponentSources: version.supportedComponentSources,
});
