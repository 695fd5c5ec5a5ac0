import type { Secrets } from '../functions/ports/secrets.ts';

/** Secrets as they are: the data folder is its owner's alone, and the credentials file in it holds them as well. */
export const plainSecrets = (): Secrets => ({ seal: async (secret) => secret, open: async (sealed) => sealed });
