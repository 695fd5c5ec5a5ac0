import type { Provisioning } from '@aws-sdk/client-proton';
import type { Key, Store, Stored } from '../../ports/store.ts';
import { required } from '../errors.ts';
import { arnOf, partitionOf, type Place } from '../place.ts';

/** Environment templates and service templates are alike but for what their bundles hold. */
export type TemplateKind = 'environment' | 'service';

/** A template of either kind as stored. Times are epoch milliseconds. */
export interface TemplateRecord extends Place {
  kind: TemplateKind;
  name: string;
  displayName: string;
  description?: string;
  encryptionKey?: string;
  /** `CUSTOMER_MANAGED` for environments that Proton does not provision, or services whose pipeline is no part of the bundle. */
  provisioning?: Provisioning;
  /** `major.minor` */
  recommendedVersion?: string;
  /** The highest major ever given. */
  lastMajor: number;
  createdAt: number;
  lastModifiedAt: number;
  /** A hash of the request that made it, and whether anything changed since. */
  request: string;
  isModified: boolean;
}

/** The partition of an account's templates of a kind, in the order of their names. */
export const templatesPartition = (kind: TemplateKind, place: Place): string => partitionOf(`${kind}-template`, place);

export const templateKey = (kind: TemplateKind, place: Place, name: string): Key => ({
  partition: templatesPartition(kind, place),
  sort: name,
});

export const templateArn = (kind: TemplateKind, place: Place, name: string): string =>
  arnOf(place, `${kind}-template/${name}`);

export const getTemplate = (
  store: Store,
  kind: TemplateKind,
  { name, ...place }: Place & { name: string },
): Promise<Stored<TemplateRecord> | undefined> => store.get<TemplateRecord>(templateKey(kind, place, name));

/** The template, or ResourceNotFoundException. */
export const requireTemplate = async (
  store: Store,
  kind: TemplateKind,
  of: Place & { name: string },
): Promise<Stored<TemplateRecord>> =>
  required(await getTemplate(store, kind, of), `${kind} template`, templateArn(kind, of, of.name));
