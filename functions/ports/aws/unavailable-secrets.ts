import type { Secrets } from '../secrets.ts';

const refuse = async (): Promise<never> => {
  throw new Error('This function has no key for secrets');
};

/** For functions that have nothing to do with secrets. */
export const noSecrets: Secrets = { seal: refuse, open: refuse };
