import type { Ports } from '../../ports/ports.ts';
import { type VersionRecord, versionKey } from './record.ts';

/** Starts the machine that registers a version's bundle, named after the version; `kept` is the write of its record. */
export const startRegistration = (
  { workflows }: Pick<Ports, 'workflows'>,
  version: VersionRecord,
  kept: Promise<void>,
): Promise<void> =>
  workflows.start('proton-registration', version.id, { version: { id: version.id, ...versionKey(version) } }, kept);
