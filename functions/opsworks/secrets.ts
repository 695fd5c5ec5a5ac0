import type { Source } from '@aws-sdk/client-opsworks';
import type { Ports } from '../ports/ports.ts';
import type { SecretOwner } from '../ports/secrets.ts';
import { invalid } from './errors.ts';

/** What stands in every answer instead of a secret. Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_Source.html */
const filtered = '*****FILTERED*****';

/** Secrets of one record by the place they were taken from, such as `AppSource.Password`; sealed where they are kept. */
export type Secrets = Record<string, string>;

/** The secrets that were there before, those of them that stay, both sealed, and the new ones as they were given. */
export interface Hiding {
  before: Secrets;
  kept: Secrets;
  fresh: Secrets;
}

/** As much as KMS encrypts at once, in bytes. Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html */
const longest = 4096;

/** Hides a secret under its place, and answers with what is shown instead. The mask itself stands for the secret that was there before. */
export function hide({ before, kept, fresh }: Hiding, place: string, value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const former = before[place];
  if (value !== filtered) {
    if (Buffer.byteLength(value) > longest) throw invalid(`${place} must not be longer than ${longest} bytes`);
    fresh[place] = value;
  } else if (former !== undefined) kept[place] = former;
  return filtered;
}

type Needs = Pick<Ports, 'secrets'>;

const ownerOf = (place: string): SecretOwner => ({ room: 'opsworks', place });

/** Settings as they are kept, apart from their secrets, which are sealed; `show` hides them. */
export async function sealed<Settings>(
  show: (hiding: Hiding) => Settings,
  before: Secrets,
  { secrets }: Needs,
): Promise<{ settings: Settings; secrets: Secrets }> {
  const hiding: Hiding = { before, kept: {}, fresh: {} };
  const settings = show(hiding);
  const now = await mapped(hiding.fresh, (text, place) => secrets.seal(text, ownerOf(place)));
  return { settings, secrets: { ...hiding.kept, ...now } };
}

/** The secrets of a record as they were given. */
export const opened = (kept: Secrets, { secrets }: Needs): Promise<Secrets> =>
  mapped(kept, (text, place) => secrets.open(text, ownerOf(place)));

async function mapped(from: Secrets, change: (text: string, place: string) => Promise<string>): Promise<Secrets> {
  const all = Object.entries(from).map(async ([place, text]) => [place, await change(text, place)] as const);
  return Object.fromEntries(await Promise.all(all));
}

/** Hides what a source lets in with. */
export function hideSource(hiding: Hiding, place: string, source: Source | undefined): Source | undefined {
  if (!source) return undefined;
  const { Password, SshKey, ...shown } = source;
  return {
    ...shown,
    ...(Password !== undefined && { Password: hide(hiding, `${place}.Password`, Password) }),
    ...(SshKey !== undefined && { SshKey: hide(hiding, `${place}.SshKey`, SshKey) }),
  };
}

/** The source with its secrets, which were opened, for who fetches it. */
export const openSource = (secrets: Secrets, place: string, source: Source): Source => ({
  ...source,
  ...(source.Password !== undefined && { Password: secrets[`${place}.Password`] }),
  ...(source.SshKey !== undefined && { SshKey: secrets[`${place}.SshKey`] }),
});
