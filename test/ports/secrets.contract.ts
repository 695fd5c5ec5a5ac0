import type { Secrets } from '../../functions/ports/secrets.ts';

/** What every implementation of the secrets port does. */
export function secretsContract(make: () => Secrets): void {
  const owner = { principal: 'arn:aws:iam::000000000000:user/alice', accessKeyId: 'AKIAALICE' };

  it.each(['wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', 'Zoë 😀 "quoted" \n', 'x'.repeat(4096)])(
    'opens what it sealed for the same owner',
    async (secret) => {
      const secrets = make();

      expect(await secrets.open(await secrets.seal(secret, owner), owner)).toBe(secret);
    },
  );

  it('seals into a text that a record can hold', async () => {
    const sealed = await make().seal('secret', owner);

    expect(JSON.parse(JSON.stringify(sealed))).toBe(sealed);
  });

  it('opens in one process what another sealed', async () => {
    const sealed = await make().seal('secret', owner);

    expect(await make().open(sealed, owner)).toBe('secret');
  });
}
