import { type Keys, keysNow, signOut } from '../session.ts';
import { settings } from '../settings.ts';

/** How an official client is led to the server the page came from. */
export interface Configuration {
  endpoint: string;
  region: string;
  credentials: Keys;
  maxAttempts: number;
}

/** Makes the caller of an official client; it is made anew when somebody else signs in. */
export function clientOf<Client>(
  make: (configuration: Configuration) => Client,
): <Output>(call: (client: Client) => Promise<Output>) => Promise<Output> {
  let made: { keys: Keys; client: Client } | undefined;
  return async (call) => {
    const keys = keysNow();
    if (made?.keys !== keys) {
      const { accessKeyId, secretAccessKey } = keys;
      const credentials = { accessKeyId, secretAccessKey };
      const client = make({ endpoint: location.origin, region: settings.region, credentials, maxAttempts: 2 });
      made = { keys, client };
    }
    return call(made.client).catch(unlessSignedOut);
  };
}

/** Signs out where the server no longer knows the key; passes every error on. */
export function unlessSignedOut(error: unknown): never {
  if (error instanceof Error && error.name === 'UnrecognizedClientException')
    signOut('This sign-in has ended: its key is no longer good here.');
  throw error;
}
