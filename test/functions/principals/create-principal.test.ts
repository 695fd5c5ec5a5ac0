import { ListDocumentsCommand } from '@aws-sdk/client-ssm';
import { type Callers, openCallers, policy } from './callers.ts';

let door: Callers['door'];
let call: Callers['call'];
let create: Callers['create'];

beforeEach(async () => void ({ door, call, create } = await openCallers()));

describe('CreatePrincipal', () => {
  it('answers with keys in the form of AWS', async () => {
    expect(await call('CreatePrincipal', { Name: 'Reader', PolicyDocument: policy })).toEqual({
      statusCode: 200,
      Name: 'Reader',
      Arn: 'arn:aws:iam::000000000000:user/Reader',
      AccessKeyId: expect.stringMatching(/^AKIA[A-Z2-7]{16}$/) as string,
      SecretAccessKey: expect.stringMatching(/^[A-Za-z0-9+/]{40}$/) as string,
      CreateDate: 1_767_225_600,
    });
  });

  it('keeps the groups that a principal is in', async () => {
    await call('CreatePrincipal', { Name: 'Reader', PolicyDocument: policy, Groups: ['ops', 'dev'] });

    const { Principals } = (await call('ListPrincipals', {})) as unknown as { Principals: object[] };

    expect(Principals).toContainEqual(expect.objectContaining({ Name: 'Reader', Groups: ['ops', 'dev'] }));
  });

  it('lets the new principal call at once, and only as its policy says', async () => {
    const keys = await create('reader');

    expect((await door.ssm(keys).send(new ListDocumentsCommand({}))).DocumentIdentifiers).toEqual([]);
    expect(await call('ListPrincipals', {}, keys)).toMatchObject({
      __type: 'AccessDeniedException',
      message:
        'User: arn:aws:iam::000000000000:user/reader is not authorized to perform: iam:ListUsers on resource: arn:aws:quaymaster:us-east-1:000000000000:* because no identity-based policy allows the iam:ListUsers action',
    });
  });

  it.each([
    ['a name that is taken', 'reader', policy, 'EntityAlreadyExists', 'User with name reader already exists.'],
    [
      'a name that differs in case only',
      'READER',
      policy,
      'EntityAlreadyExists',
      'User with name READER already exists.',
    ],
    ['a policy that is no JSON', 'one', '{', 'MalformedPolicyDocument', 'This policy contains invalid Json'],
    [
      'a policy that is no object',
      'one',
      '1',
      'MalformedPolicyDocument',
      'Syntax errors in policy. The policy must be an object',
    ],
    [
      'a policy with an unknown effect',
      'one',
      policy.replace('Allow', 'Maybe'),
      'MalformedPolicyDocument',
      /^Syntax errors in policy\. Statement/,
    ],
    [
      'a policy with a principal',
      'one',
      policy.replace('"Effect"', '"Principal":"*","Effect"'),
      'MalformedPolicyDocument',
      /^Syntax errors/,
    ],
    [
      'a policy that is too long',
      'one',
      policy.replace('ssm:', 'x'.repeat(6200)),
      'LimitExceeded',
      'Cannot exceed quota for PolicySize: 6144',
    ],
    [
      'a name with a slash',
      'a/b',
      policy,
      'ValidationException',
      "1 validation error detected: Value 'a/b' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[\\w+=,.@-]+$",
    ],
  ])('refuses %s', async (_name, Name, PolicyDocument, code, message) => {
    await create('reader');

    const answer = await call('CreatePrincipal', { Name, PolicyDocument });

    expect(answer).toMatchObject({
      __type: code,
      message: typeof message === 'string' ? message : (expect.stringMatching(message) as string),
    });
  });

  it('makes one of two principals of the same name', async () => {
    const both = await Promise.all([1, 2].map(() => call('CreatePrincipal', { Name: 'x', PolicyDocument: policy })));

    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
  });
});
