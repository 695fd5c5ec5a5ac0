import { keepSigningKey, signingKey } from '../../../../functions/api/sigv4/signing-key.ts';

describe('the signing key', () => {
  // The example of https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
  const credential = 'AKIDEXAMPLE/20120215/us-east-1/iam/aws4_request';
  const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';

  it('is derived as AWS derives it', () => {
    const key = signingKey(credential, secret);

    expect(key.export().toString('hex')).toBe('f4780e2d9f65fa895f9c67b32ce1baf0b0d8a43505a000a1a9e090d414db404d');
    expect(key.type).toBe('secret');
  });

  it('is kept for the same secret only', () => {
    const key = signingKey(credential, secret);
    keepSigningKey(credential, secret, key);

    expect(signingKey(credential, secret)).toBe(key);
    expect(signingKey(credential, 'x').export().toString('hex')).not.toBe(key.export().toString('hex'));
  });
});
