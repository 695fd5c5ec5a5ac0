import type { DeploymentUpdateType } from '@aws-sdk/client-proton';
import type { Store } from '../../ports/store.ts';
import { invalid } from '../errors.ts';
import type { Goal } from '../deployments/record.ts';
import type { Place } from '../place.ts';
import { requireTemplate, type TemplateKind } from '../templates/record.ts';
import { majorArn, requireMajor, requireVersion, versionArn, versionKind, type VersionRecord } from './record.ts';

/** A version as a deployment asks for it; without a minor it is the recommended one. */
interface Wanted extends Place {
  kind: TemplateKind;
  templateName: string;
  major: string;
  minor?: string | undefined;
}

/** The version to deploy. Throws ResourceNotFoundException, and ValidationException for one that cannot be deployed. */
export async function chooseVersion(store: Store, wanted: Wanted): Promise<VersionRecord> {
  const { account, region, kind, templateName, major } = wanted;
  await requireTemplate(store, kind, { account, region, name: templateName });
  const minor = wanted.minor ?? (await recommendedMinor(store, wanted));
  const { value } = await requireVersion(store, { account, region, kind, templateName, major, minor });
  if (value.status === 'PUBLISHED' || value.status === 'DRAFT') return value;
  throw invalid(`The ${versionKind(kind)} ${versionArn(value)} is ${value.status} and cannot be deployed.`);
}

async function recommendedMinor(store: Store, { kind, templateName: name, major, ...place }: Wanted): Promise<string> {
  const template = { account: place.account, region: place.region, kind, name };
  const minor = (await requireMajor(store, template, major)).value.recommendedMinor;
  if (minor === undefined)
    throw invalid(`No version of ${majorArn(template, major)} is published. Publish one, or give its minor version.`);
  return String(minor);
}

/** What an update operation says of versions. */
export interface VersionUpdate {
  deploymentType: DeploymentUpdateType | undefined;
  templateMajorVersion?: string | undefined;
  templateMinorVersion?: string | undefined;
}

/**
 * The version that an update leads to. Throws ValidationException where the deploymentType does not go with the versions given.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_UpdateEnvironment.html
 */
export async function versionOfUpdate(
  store: Store,
  update: VersionUpdate,
  { kind, current, account, region }: Place & { kind: TemplateKind; current: Goal },
): Promise<VersionRecord> {
  const { deploymentType, templateMajorVersion: major, templateMinorVersion: minor } = update;
  const { templateName } = current;
  const of = { account, region, kind, templateName };
  if (deploymentType === 'CURRENT_VERSION') {
    if (major !== undefined || minor !== undefined)
      throw invalid(`deploymentType CURRENT_VERSION takes no template versions.`);
    return chooseVersion(store, { ...of, major: String(current.major), minor: String(current.minor) });
  }
  if (deploymentType === 'MINOR_VERSION') {
    if (major !== undefined && major !== String(current.major))
      throw invalid(
        `deploymentType MINOR_VERSION keeps major version ${current.major}; templateMajorVersion ${major} needs MAJOR_VERSION.`,
      );
    return chooseVersion(store, { ...of, major: String(current.major), minor });
  }
  return majorUpdate(store, update, { ...of, current });
}

async function majorUpdate(
  store: Store,
  { templateMajorVersion, templateMinorVersion }: VersionUpdate,
  { current, ...of }: Place & { kind: TemplateKind; templateName: string; current: Goal },
): Promise<VersionRecord> {
  const template = (await requireTemplate(store, of.kind, { ...of, name: of.templateName })).value;
  const [recommendedMajor, minorOfRecommended] = template.recommendedVersion?.split('.') ?? [];
  const major = templateMajorVersion ?? recommendedMajor;
  if (major === undefined) throw invalid(`The ${of.kind} template ${of.templateName} has no published version.`);
  if (Number(major) <= current.major)
    throw invalid(`deploymentType MAJOR_VERSION needs a major version above ${current.major}, not ${major}.`);
  const minor = templateMinorVersion ?? (templateMajorVersion === undefined ? minorOfRecommended : undefined);
  return chooseVersion(store, { ...of, major, minor });
}

/** Where a deployment of a version with a spec leads; `part` is the one that the resource is made of. */
export function goalOf(version: VersionRecord, part: 'main' | 'pipeline', specId: string): Goal {
  const { templateName, major, minor, id: versionId, parts } = version;
  return { templateName, major, minor, versionId, engine: parts?.[part]?.engine ?? 'none', specId };
}
