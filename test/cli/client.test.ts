import { clientOf, inWords, isHealthy, Unreachable } from '../../cli/client.ts';
import { ApiError } from '../../functions/api/error.ts';

const endpoint = {
  url: 'http://127.0.0.1:4500/',
  region: 'eu-west-1',
  keys: { accessKeyId: 'AKIA', secretAccessKey: 'secret' },
};

const answering = (status: number, body: string) => async () => new Response(body, { status });
const strange = Object.assign(new Error('self-signed certificate'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
const callWith = (send: typeof fetch) => clientOf(endpoint, send)('AmazonSSM.GetDocument', { Name: 'a' });

describe('the client', () => {
  it.each([
    ['AmazonSSM.GetDocument', 'ssm'],
    ['Quaymaster.ListPrincipals', 'quaymaster'],
  ])('signs %s for %s', async (target, service) => {
    const sent: [unknown, RequestInit | undefined][] = [];
    const send: typeof fetch = async (url, init) => {
      sent.push([url, init]);
      return new Response('{"a":1}');
    };

    const output = await clientOf(endpoint, send)(target, { Name: 'ü' });

    expect(output).toEqual({ a: 1 });
    const headers = new Headers(sent[0]?.[1]?.headers);
    expect(sent[0]?.[0]).toBe('http://127.0.0.1:4500/');
    expect(sent[0]?.[1]?.body).toBe('{"Name":"ü"}');
    expect(headers.get('x-amz-target')).toBe(target);
    expect(headers.get('content-type')).toBe('application/x-amz-json-1.1');
    expect(headers.get('x-amz-content-sha256')).toBe(
      '03fd1f948ea0668971c1ba3f682154c627068b0cb4528120aa8bd909f8021022',
    );
    expect(headers.get('authorization')).toMatch(
      new RegExp(
        `^AWS4-HMAC-SHA256 Credential=AKIA/\\d{8}/eu-west-1/${service}/aws4_request, SignedHeaders=content-type;host;`,
      ),
    );
  });

  it('throws what the API refuses', async () => {
    const refused = callWith(answering(400, '{"__type":"com.amazonaws.ssm#InvalidDocument","Message":"none"}'));

    await expect(refused).rejects.toThrow(new ApiError('InvalidDocument', 'none', 400));
    await expect(refused).rejects.toMatchObject({ code: 'InvalidDocument', status: 400 });
  });

  it.each([
    ['is no API', answering(404, '<html>'), 'http://127.0.0.1:4500 answers 404 and not in JSON: is it Quaymaster?'],
    [
      'refuses the connection',
      () => Promise.reject(new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } })),
      'Nothing answers at http://127.0.0.1:4500: connection refused',
    ],
    [
      'shows a strange certificate',
      () => Promise.reject(new TypeError('fetch failed', { cause: strange })),
      'http://127.0.0.1:4500 is not trusted (self-signed certificate): name its certificate in NODE_EXTRA_CA_CERTS',
    ],
  ])('says so when what is there %s', async (_what, send, message) => {
    await expect(callWith(send)).rejects.toMatchObject({ name: 'Unreachable', message });
  });

  it('finds nothing healthy where nothing listens', async () => {
    expect(await isHealthy('http://127.0.0.1:1')).toBe(false);
  });

  it('puts refusals and silence in one line, and leaves bugs alone', () => {
    const bug = new TypeError('x');

    expect(inWords(new ApiError('NoSuchEntity', 'gone'))).toMatchObject({
      name: 'CommandFailure',
      message: 'NoSuchEntity: gone',
    });
    expect(inWords(new ApiError('InvalidDocument', 'Document Nope does not exist.'))).toMatchObject({
      message: 'InvalidDocument: Document Nope does not exist. (see quaymaster documents list)',
    });
    expect(inWords(new Unreachable('silent'))).toMatchObject({ name: 'CommandFailure', message: 'silent' });
    expect(inWords(bug)).toBe(bug);
  });
});
