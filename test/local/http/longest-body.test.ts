import type { IncomingMessage } from 'node:http';
import { longestBody } from '../../../local/http/longest-body.ts';

const s3 = 'AWS4-HMAC-SHA256 Credential=AKIA/20261101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0';
const ssm = s3.replace('/s3/', '/ssm/');

describe('the longest body', () => {
  it.each([
    ['POST', '/', ssm, 1_048_576],
    ['PUT', '/bucket/key', s3, 67_108_864],
    ['PUT', '/v1/key', s3, 67_108_864],
    [
      'PUT',
      '/bucket/key?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIA%2F20261101%2Fr%2Fs3%2Faws4_request&X-Amz-Signature=0',
      '',
      67_108_864,
    ],
    ['POST', '/v1/demo/software_configs?x=/s3/aws4_request', ssm, 6_291_456],
    ['POST', '/identity/v3/auth/tokens', '', 6_291_456],
    ['POST', '/vault/v1/x', '', 1_048_576],
  ])('of %s %s is that of its wire', (method, url, authorization, bytes) => {
    const rawHeaders = ['Host', 'authorization', 'AUTHORIZATION', authorization];

    expect(longestBody({ method, url, rawHeaders } as IncomingMessage)).toBe(bytes);
  });
});
