import { jest } from '@jest/globals';
import { CreateKeyCommand, DecryptCommand, DisabledException, EncryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { mockClient } from 'aws-sdk-client-mock';
import { kmsSecrets } from '../../../../functions/ports/aws/kms-secrets.ts';
import type { Secrets } from '../../../../functions/ports/secrets.ts';
import { secretsContract } from '../../../ports/secrets.contract.ts';
import { type Moto, startMoto, withMoto } from './moto.ts';

jest.setTimeout(60_000);

const owner = { principal: 'arn:aws:iam::000000000000:user/alice', accessKeyId: 'AKIAALICE' };

withMoto('kmsSecrets, on moto', () => {
  let moto: Moto;
  let client: KMSClient;
  let key = '';
  const make = (): Secrets => kmsSecrets(client, key);
  const newKey = async (): Promise<string> =>
    (await client.send(new CreateKeyCommand({}))).KeyMetadata?.KeyId ?? 'no key';
  beforeAll(async () => {
    moto = await startMoto();
    client = new KMSClient(moto.config);
    key = await newKey();
  });
  afterAll(() => {
    client.destroy();
    moto.stop();
  });

  secretsContract(make);

  it('shows nothing of the secret in what it sealed', async () => {
    const sealed = await make().seal('hush-hush', owner);

    expect(Buffer.from(sealed, 'base64').toString('latin1')).not.toContain('hush-hush');
  });

  it.each([
    ['another principal', { ...owner, principal: 'arn:aws:iam::000000000000:user/bob' }],
    ['another access key', { ...owner, accessKeyId: 'AKIABOB' }],
  ])('opens nothing for %s', async (_name, other) => {
    const sealed = await make().seal('secret', owner);

    await expect(make().open(sealed, other)).rejects.toMatchObject({ name: 'SecretUnreadable' });
  });

  it('opens nothing that was changed', async () => {
    const sealed = Buffer.from(await make().seal('secret', owner), 'base64');
    sealed[sealed.length - 1] = (sealed.at(-1) ?? 0) ^ 1;

    await expect(make().open(sealed.toString('base64'), owner)).rejects.toMatchObject({ name: 'SecretUnreadable' });
  });
});

describe('kmsSecrets', () => {
  const client = new KMSClient({ region: 'us-east-1' });
  const mock = mockClient(client);
  const secrets = kmsSecrets(client, 'arn:key');
  beforeEach(() => mock.reset());

  it('names its key and the owner in both calls, so that no other key is taken', async () => {
    mock.on(EncryptCommand).resolves({ CiphertextBlob: new Uint8Array([1, 2]) });
    mock.on(DecryptCommand).resolves({ Plaintext: Buffer.from('secret') });

    await secrets.open(await secrets.seal('secret', owner), owner);

    expect(mock.calls().map(({ args }) => args[0].input)).toEqual([
      { KeyId: 'arn:key', Plaintext: Buffer.from('secret'), EncryptionContext: owner },
      { KeyId: 'arn:key', CiphertextBlob: Buffer.from([1, 2]), EncryptionContext: owner },
    ]);
  });

  it('tells why KMS refused, and nothing else', async () => {
    const error = new DisabledException({ message: 'arn:key is disabled.', $metadata: { requestId: 'r' } });
    mock.on(DecryptCommand).rejects(error);

    const refusal: unknown = await secrets.open('c2VhbGVk', owner).catch((thrown: unknown) => thrown);

    expect(refusal).toEqual(new Error('KMS says DisabledException: arn:key is disabled.'));
    expect(Object.keys(refusal as object)).toEqual([]);
  });
});
