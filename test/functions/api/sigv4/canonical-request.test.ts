import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { readAuthorization } from '../../../../functions/api/sigv4/authorization.ts';
import { canonicalPath, canonicalQuery, canonicalRequest } from '../../../../functions/api/sigv4/canonical-request.ts';
import { checkSignature, payloadDigest } from '../../../../functions/api/sigv4/check-signature.ts';

/** The hash the official signer asks for. */
class Sha256 {
  readonly #hash;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash =
      secret === undefined ? createHash('sha256') : createHmac('sha256', Buffer.from(secret as unknown as Uint8Array));
  }

  update(chunk: Uint8Array | string): void {
    this.#hash.update(chunk);
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
}

const keys = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const encode = (text: string): string => encodeURIComponent(text);

describe('the canonical path', () => {
  it.each([
    ['', '/'],
    ['/', '/'],
    ['/ssm', '/ssm'],
    ['/ssm/', '/ssm/'],
    ['//ssm', '/ssm'],
    ['/a/./b//c', '/a/b/c'],
    ['/a/../b', '/b'],
    ['/../..', '/'],
    ['/a%2Fb', '/a%252Fb'],
    ['/x%20y', '/x%2520y'],
    ["/!'()*", '/%21%27%28%29%2A'],
  ])('of %s is %s', (path, expected) => {
    expect(canonicalPath(path)).toBe(expected);
  });
});

describe('the canonical query', () => {
  it.each([
    ['', ''],
    ['b=2&a=1', 'a=1&b=2'],
    ['a=2&a=1', 'a=1&a=2'],
    ['a', 'a='],
    ['a=b=c', 'a=b%3Dc'],
    ['a=%7e', 'a=~'],
    ['a=%zz', 'a=%25zz'],
    ['A=1&a=1&%C3%A9=1', '%C3%A9=1&A=1&a=1'],
  ])('of %s is %s', (query, expected) => {
    expect(canonicalQuery(query)).toBe(expected);
  });
});

describe('the canonical request', () => {
  const headers = { host: 'here', 'x-amz-note': '  a   b ' };
  const request = { method: 'POST', path: '/a%20b', query: '', headers };
  const signed = { service: 'ssm', signedHeaders: 'host;x-amz-note', payload: 'digest' };

  it('trims headers and makes their blanks single', () => {
    expect(canonicalRequest(request, signed)).toBe(
      'POST\n/a%2520b\n\nhost:here\nx-amz-note:a b\n\nhost;x-amz-note\ndigest',
    );
  });

  it('leaves the path alone for S3', () => {
    expect(canonicalRequest({ ...request, path: '/b//a%20b/../c' }, { ...signed, service: 's3' })).toMatch(
      /^POST\n\/b\/\/a%20b\/\.\.\/c\n/,
    );
  });
});

describe('a signature check', () => {
  it('agrees with the official signer for any path, query and header', async () => {
    const segment = fc.string({ unit: 'grapheme', maxLength: 8 }).map(encode);
    // The official signer loses a parameter of the name __proto__.
    const name = fc.string({ minLength: 1 }).filter((text) => text !== '__proto__');
    const request = fc.record({
      path: fc.array(fc.oneof(segment, fc.constantFrom('', '.', '..'))).map((segments) => `/${segments.join('/')}`),
      query: fc.dictionary(name, fc.string(), { noNullPrototype: true }),
      note: fc.stringMatching(/^[ -~]{0,20}$/),
      body: fc.string({ unit: 'grapheme' }),
    });

    await fc.assert(
      fc.asyncProperty(request, async ({ path, query, note, body }) => {
        const signer = new SignatureV4({ credentials: keys, region: 'us-east-1', service: 'ssm', sha256: Sha256 });
        const headers = { host: 'quaymaster.test', 'x-amz-note': note };
        const at = { protocol: 'http:', hostname: 'quaymaster.test', method: 'POST', path, query, headers, body };
        const signed = await signer.sign(at, { signingDate: new Date('2026-01-01T00:00:00Z') });
        const wire = {
          method: 'POST',
          path,
          query: Object.entries(query)
            .map(([name, value]) => `${encode(name)}=${encode(value)}`)
            .join('&'),
          headers: signed.headers,
        };

        const check = () =>
          checkSignature(readAuthorization(signed.headers['authorization']), wire, {
            payload: payloadDigest(body, signed.headers),
            secretAccessKey: keys.secretAccessKey,
          });

        expect(check).not.toThrow();
      }),
    );
  });
});
