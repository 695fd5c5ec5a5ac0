/** What a secret belongs to; it opens for the same alone. */
export type SecretOwner = Record<string, string>;

/** A sealed text that this port, or this owner, cannot open. The message holds nothing of it. */
export class SecretUnreadable extends Error {
  override name = 'SecretUnreadable';
}

/** Keeps secrets out of plain sight where records lie (KMS; the data folder, which only its owner can read). Sealed texts are records' values. */
export interface Secrets {
  seal(secret: string, owner: SecretOwner): Promise<string>;
  open(sealed: string, owner: SecretOwner): Promise<string>;
}
