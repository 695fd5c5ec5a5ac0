import { DecryptCommand, EncryptCommand, KMSServiceException, type KMSClient } from '@aws-sdk/client-kms';
import { type Secrets, SecretUnreadable } from '../secrets.ts';

/**
 * Secrets under a key of KMS, which holds each to its owner as encryption context; `key` is the key's id or ARN, and nothing sealed under another is opened.
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/encrypt_context.html
 */
export const kmsSecrets = (client: KMSClient, key: string): Secrets => ({
  seal: async (secret, owner) => {
    const input = { KeyId: key, Plaintext: Buffer.from(secret), EncryptionContext: owner };
    const { CiphertextBlob = new Uint8Array() } = await client.send(new EncryptCommand(input)).catch(told);
    return Buffer.from(CiphertextBlob).toString('base64');
  },
  open: async (sealed, owner) => {
    const input = { KeyId: key, CiphertextBlob: Buffer.from(sealed, 'base64'), EncryptionContext: owner };
    const { Plaintext = new Uint8Array() } = await client.send(new DecryptCommand(input)).catch(told);
    return Buffer.from(Plaintext).toString();
  },
});

const unreadable = new Set(['InvalidCiphertextException', 'IncorrectKeyException', 'ValidationException']);

/** The SDK's errors carry the answer they came with, so only name and message go on. */
function told(error: unknown): never {
  if (!(error instanceof KMSServiceException)) throw error;
  const told = `KMS says ${error.name}: ${error.message}`;
  throw unreadable.has(error.name) ? new SecretUnreadable(told) : new Error(told);
}
