import { createHash } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { openDoor, type TestDoor } from '../../door.ts';
import { signedEvent, type SignedRequest } from '../../signed.ts';
import { echoService, id } from './echo.ts';

const body = `{"AutomationExecutionId":"${id}"}`;
const invalidSignature = 'InvalidSignatureException';
const mismatch =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';

let door: TestDoor;
let service: ReturnType<typeof echoService>;

beforeEach(async () => {
  service = echoService();
  door = await openDoor([service]);
});

type Request = Partial<SignedRequest> & { wrongSecret?: boolean };
type Change = (event: APIGatewayProxyEventV2) => void;

const send = async (request: Partial<SignedRequest>, change?: Change) => {
  const event = signedEvent({ keys: door.administrator, body, ...request });
  change?.(event);
  const { statusCode, body: text = '' } = await door.handler(event);
  const { __type: code, message } = JSON.parse(text) as { __type?: string; message?: string };
  return { statusCode, code, message };
};

describe('a signature', () => {
  const botocore = { 'content-type': 'application/x-amz-json-1.1' };
  const javascript = {
    'amz-sdk-invocation-id': 'd3b0',
    'amz-sdk-request': 'attempt=1; max=3',
    'content-length': '56',
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-user-agent': 'aws-sdk-js/3.1169.0',
  };
  const paths = ['/', '/ssm', '/ssm/'];

  it.each(paths)('passes as botocore and the AWS CLI make it, at %s', async (path) => {
    expect(await send({ path, headers: botocore })).toMatchObject({ statusCode: 200 });
  });

  it.each(paths)('passes as the AWS SDK for JavaScript makes it, at %s', async (path) => {
    const digest = createHash('sha256').update(body).digest('hex');
    const event = { path, headers: { ...javascript, 'x-amz-content-sha256': digest } };

    expect(await send(event)).toMatchObject({ statusCode: 200 });
  });

  it.each(paths)('passes with letters outside ASCII, raw in the body, at %s', async (path) => {
    const raw = '{"Filters":[{"Key":"DocumentNamePrefix","Values":["Brückenprüfung ✓"]}]}';

    expect(await send({ path, target: 'AmazonSSM.DescribeAutomationExecutions', body: raw })).toMatchObject({
      statusCode: 200,
    });
  });

  it.each(paths)('passes with letters outside ASCII, escaped in the body in base64, at %s', async (path) => {
    const escaped = Buffer.from(
      '{"Filters": [{"Key": "DocumentNamePrefix", "Values": ["Br\\u00fcckenpr\\u00fcfung"]}]}',
    );

    expect(await send({ path, target: 'AmazonSSM.DescribeAutomationExecutions', body: escaped })).toMatchObject({
      statusCode: 200,
    });
  });

  it.each([
    ['of another region', { region: 'eu-central-1' }],
    ['of four minutes ago', { date: '20251231T235600Z' }],
    ['of four minutes ahead', { date: '20260101T000400Z' }],
    ['over a header with blanks in it', { headers: { 'x-amz-note': 'a b' } }],
  ])('%s passes', async (_name, request) => {
    expect(await send(request)).toMatchObject({ statusCode: 200 });
  });

  it('with its parameters in another order passes', async () => {
    const answer = await send({}, ({ headers }) => {
      const [credential, signed, signature] = (headers['authorization'] ?? '')
        .slice('AWS4-HMAC-SHA256 '.length)
        .split(', ');
      headers['authorization'] = `AWS4-HMAC-SHA256 ${signature},${credential},${signed}`;
    });

    expect(answer).toMatchObject({ statusCode: 200 });
  });

  const unknown = { accessKeyId: 'AKIAAAAAAAAAAAAAAAAA', secretAccessKey: 'x'.repeat(40) };
  const authorization = (edit: (header: string) => string): Change => {
    return ({ headers }) => void (headers['authorization'] = edit(headers['authorization'] ?? ''));
  };
  const header = (name: string, value: string): Change => {
    return ({ headers }) => void (headers[name] = value);
  };
  const without = (name: string): Change => {
    return ({ headers }) => void delete headers[name];
  };

  const incomplete: [string, Change, RegExp][] = [
    [
      'cut off',
      authorization((it) => it.replace(/, Signature=.*/, '')),
      /^Authorization header requires 'Signature' p/,
    ],
    [
      'without its list of headers',
      authorization((it) => it.replace(/SignedHeaders=[^,]*, /, '')),
      /'SignedHeaders' p/,
    ],
    [
      'that is a password',
      header('authorization', 'Basic dXNlcjpwYXNz'),
      /^Authorization header requires 'Credential' p/,
    ],
    [
      'of another algorithm',
      authorization((it) => it.replace('SHA256', 'SHA1')),
      /^Authorization header requires 'Credential' p/,
    ],
    ['that is no hexadecimal number', authorization((it) => it.replace(/.$/, 'z')), /^\(Hashed with SHA-256/],
    ['given twice', authorization((it) => `${it}, Signature=${'0'.repeat(64)}`), /^\(Hashed with SHA-256/],
    ['in two headers', authorization((it) => `${it},${it}`), /^\(Hashed with SHA-256/],
    [
      'of half a scope',
      authorization((it) => it.replace('/us-east-1', '')),
      /^Credential must have exactly 5 slash-delimited/,
    ],
    ['without a date', without('x-amz-date'), /existence of either a 'X-Amz-Date' or a 'Date' header/],
    [
      'of a date in words',
      header('x-amz-date', 'Thu, 01 Jan 2026'),
      /^Date must be in ISO-8601 'basic format'. Got 'Thu/,
    ],
    ['of two dates', header('x-amz-date', '20260101T000000Z,20260101T000000Z'), /^Date must be in ISO-8601/],
  ];

  it.each(incomplete)('%s is incomplete', async (_name, change, message) => {
    const answer = await send({}, change);

    expect(answer).toMatchObject({ statusCode: 400, code: 'IncompleteSignatureException' });
    expect(answer.message).toMatch(message);
    expect(service.inputs).toEqual([]);
  });

  const unrecognized = 'The security token included in the request is invalid.';
  const digest = 'The provided x-amz-content-sha256 header does not match what was computed.';
  const untold = { payload: 'UNSIGNED-PAYLOAD', headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } };
  const other = { headers: { 'x-amz-content-sha256': 'e'.repeat(64) } };

  const invalid: [string, Request, string, string][] = [
    ['of an unknown key', { keys: unknown }, 'UnrecognizedClientException', unrecognized],
    ['with a session token', { headers: { 'x-amz-security-token': 'F' } }, 'UnrecognizedClientException', unrecognized],
    [
      'for another service',
      { service: 'proton' },
      invalidSignature,
      "Credential should be scoped to correct service: 'ssm'. ",
    ],
    [
      'for no region there is',
      { region: 'x' },
      invalidSignature,
      "Credential should be scoped to a valid region, not 'x'. ",
    ],
    [
      'of another day',
      { day: '20251231' },
      invalidSignature,
      "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20251231' != '20260101', from '20260101T000000Z'.",
    ],
    [
      'of another version',
      { terminator: 'aws5' },
      invalidSignature,
      "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5'.",
    ],
    [
      'of sixteen minutes ago',
      { date: '20251231T234400Z' },
      invalidSignature,
      'Signature expired: 20251231T234400Z is now earlier than 20251231T235500Z (20260101T000000Z - 5 min.)',
    ],
    [
      'of sixteen minutes ahead',
      { date: '20260101T001600Z' },
      invalidSignature,
      'Signature not yet current: 20260101T001600Z is still later than 20260101T000500Z (20260101T000000Z + 5 min.)',
    ],
    [
      'that leaves out the host',
      { unsigned: ['host'] },
      invalidSignature,
      "'Host' must be a 'SignedHeader' in the AWS Authorization.",
    ],
    [
      'that leaves out the operation',
      { unsigned: ['x-amz-target'] },
      invalidSignature,
      "'X-Amz-Target' must be a 'SignedHeader' in the AWS Authorization.",
    ],
    ['over no body', untold, invalidSignature, digest],
    ['over a body that says it is another', other, invalidSignature, digest],
    ['with another secret', { wrongSecret: true }, invalidSignature, mismatch],
  ];

  it.each(invalid)('%s is refused', async (_name, { wrongSecret, ...request }, code, message) => {
    const keys = { ...door.administrator, ...(wrongSecret && { secretAccessKey: 'x'.repeat(40) }) };

    const answer = await send({ keys, ...request });

    expect(answer).toEqual({ statusCode: 400, code, message });
    expect(service.inputs).toEqual([]);
  });

  const note = { headers: { 'x-amz-note': 'a' } };
  const tampered: [string, Request, Change][] = [
    ['another time', {}, header('x-amz-date', '20260101T000001Z')],
    ['another operation', {}, header('x-amz-target', 'AmazonSSM.StopAutomationExecution')],
    ['another host', {}, header('host', 'elsewhere.test')],
    ['one more host', {}, header('host', 'quaymaster.test,elsewhere.test')],
    ['a signed header gone', note, without('x-amz-note')],
    ['a signed header changed', note, header('x-amz-note', 'b')],
    ['another body', {}, (event) => void (event.body = '{}')],
    ['another path', { path: '/ssm' }, (event) => void (event.rawPath = '/')],
    ['a query', {}, (event) => void (event.rawQueryString = 'a=b')],
    ['a digit changed', {}, authorization((it) => it.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')))],
    ['another region in its scope', {}, authorization((it) => it.replace('us-east-1', 'us-east-2'))],
  ];

  it.each(tampered)('does not match a request with %s', async (_name, request, change) => {
    const answer = await send(request, change);

    expect(answer).toEqual({ statusCode: 400, code: 'InvalidSignatureException', message: mismatch });
    expect(service.inputs).toEqual([]);
  });

  it('that is absent is missed', async () => {
    expect(await send({}, without('authorization'))).toEqual({
      statusCode: 400,
      code: 'MissingAuthenticationTokenException',
      message: 'Missing Authentication Token',
    });
  });

  it('for another region than the server keeps to is refused', async () => {
    door = await openDoor([service], {}, 'eu-central-1');

    expect(await send({})).toMatchObject({
      message: "Credential should be scoped to a valid region, not 'us-east-1'. ",
    });
    expect(await send({ region: 'eu-central-1' })).toMatchObject({ statusCode: 200 });
  });

  it('never shows in the log or the answer, nor does a secret', async () => {
    const event = signedEvent({ keys: door.administrator, body, headers: { 'x-amz-note': 'a' } });
    event.headers['x-amz-note'] = 'b';
    const signature = (event.headers['authorization'] ?? '').slice(-64);

    const answer = await door.handler(event);

    const seen = JSON.stringify([door.lines, answer]);
    expect(seen).not.toContain(signature);
    expect(seen).not.toContain(door.administrator.secretAccessKey);
  });
});
