import type { Source } from '@aws-sdk/client-opsworks';

/** What stands in every answer instead of a secret. Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_Source.html */
export const filtered = '*****FILTERED*****';

/** Secrets of one record by the place they were taken from, such as `AppSource.Password`. */
export type Secrets = Record<string, string>;

/** What was hidden before, and what is to be kept now. */
export interface Hiding {
  before: Secrets;
  kept: Secrets;
}

/** Hides a secret: keeps it under its place, and answers with what is shown instead. The mask itself stands for the secret that was there before. */
export function hide({ before, kept }: Hiding, place: string, value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const secret = value === filtered ? before[place] : value;
  if (secret !== undefined) kept[place] = secret;
  return filtered;
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

/** The source with its secrets, for who fetches it. */
export const openSource = (secrets: Secrets, place: string, source: Source): Source => ({
  ...source,
  ...(source.Password !== undefined && { Password: secrets[`${place}.Password`] }),
  ...(source.SshKey !== undefined && { SshKey: secrets[`${place}.SshKey`] }),
});
