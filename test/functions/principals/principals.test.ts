import { ListDocumentsCommand } from '@aws-sdk/client-ssm';
import { ensureAdministrator } from '../../../functions/principals/administrator.ts';
import { storedPrincipals } from '../../../functions/principals/stored-principals.ts';
import { account, openDoor, type Keys, type TestDoor } from '../../door.ts';
import { signedEvent } from '../../signed.ts';
import { echoService } from '../api/echo.ts';

let door: TestDoor;

beforeEach(async () => void (door = await openDoor([echoService()])));

const policy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'ssm:ListDocuments', Resource: '*' }],
});

type Answer = Record<string, unknown>;

const call = async (operation: string, input: object, keys: Keys = door.administrator): Promise<Answer> => {
  const body = JSON.stringify(input);
  const event = signedEvent({ keys, service: 'quaymaster', target: `Quaymaster.${operation}`, body });
  const { statusCode, body: text = '' } = await door.handler(event);
  return { statusCode, ...(JSON.parse(text) as object) };
};

const create = async (Name: string, PolicyDocument = policy) => {
  const made = await call('CreatePrincipal', { Name, PolicyDocument });
  return { accessKeyId: String(made['AccessKeyId']), secretAccessKey: String(made['SecretAccessKey']) };
};

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
    ['a policy that is no object', 'one', '1', 'MalformedPolicyDocument', 'Syntax errors in policy.'],
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

describe('ListPrincipals', () => {
  it('lists principals by name, without their secrets', async () => {
    const keys = await create('Reader');

    const answer = await call('ListPrincipals', {});

    expect(answer).toEqual({
      statusCode: 200,
      Principals: [
        {
          Name: 'admin',
          Arn: 'arn:aws:iam::000000000000:user/admin',
          AccessKeyId: door.administrator.accessKeyId,
          PolicyDocument: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
          CreateDate: 1_767_225_600,
        },
        {
          Name: 'Reader',
          Arn: 'arn:aws:iam::000000000000:user/Reader',
          AccessKeyId: keys.accessKeyId,
          PolicyDocument: policy,
          CreateDate: 1_767_225_600,
        },
      ],
    });
  });

  it('goes on where the page before ended', async () => {
    await create('reader');

    const first = await call('ListPrincipals', { MaxResults: 1 });
    const second = await call('ListPrincipals', { MaxResults: 1, NextToken: first['NextToken'] });

    expect(first['Principals']).toMatchObject([{ Name: 'admin' }]);
    expect(second['Principals']).toMatchObject([{ Name: 'reader' }]);
    expect(second['NextToken']).toBeUndefined();
  });

  it('refuses a token that it did not give', async () => {
    expect(await call('ListPrincipals', { NextToken: 'x' })).toMatchObject({ __type: 'InvalidNextToken' });
  });
});

describe('DeletePrincipal', () => {
  it('takes access away at once', async () => {
    const keys = await create('reader');
    const reader = door.ssm(keys);
    await reader.send(new ListDocumentsCommand({}));

    expect(await call('DeletePrincipal', { Name: 'reader' })).toEqual({ statusCode: 200 });

    await expect(reader.send(new ListDocumentsCommand({}))).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
  });

  it('refuses an unknown name', async () => {
    expect(await call('DeletePrincipal', { Name: 'nobody' })).toMatchObject({
      statusCode: 404,
      __type: 'NoSuchEntity',
      message: 'The user with name nobody cannot be found.',
    });
  });

  it('gives a name free for other keys', async () => {
    const before = await create('reader');
    await call('DeletePrincipal', { Name: 'reader' });

    const after = await create('reader');

    expect(after.accessKeyId).not.toBe(before.accessKeyId);
    await door.ssm(after).send(new ListDocumentsCommand({}));
    await expect(door.ssm(before).send(new ListDocumentsCommand({}))).rejects.toThrow('security token');
  });
});

describe('the administrator', () => {
  it('is made once and keeps its keys', async () => {
    const again = await ensureAdministrator(door.ports, account);

    expect(again).toMatchObject({ ...door.administrator, arn: 'arn:aws:iam::000000000000:user/admin', name: 'admin' });
  });

  it('is one even when two programs begin at the same time', async () => {
    await call('DeletePrincipal', { Name: 'admin' });

    const [one, two] = await Promise.all([1, 2].map(() => ensureAdministrator(door.ports, account)));

    expect(one).toEqual(two);
  });
});

describe('stored principals', () => {
  it('are read again after five seconds, for those deleted by another process', async () => {
    const { accessKeyId } = await create('reader');
    const elsewhere = storedPrincipals(door.ports.store, door.clock);
    const found = await elsewhere.find(accessKeyId);
    await call('DeletePrincipal', { Name: 'reader' });

    door.clock.advance(4999);
    expect(await elsewhere.find(accessKeyId)).toBe(found);
    door.clock.advance(1);
    expect(await elsewhere.find(accessKeyId)).toBeUndefined();
  });

  it('stay the same object as long as they are there', async () => {
    const found = await storedAgain();

    expect(found[1]).toBe(found[0]);
  });

  const storedAgain = async () => {
    const principals = storedPrincipals(door.ports.store, door.clock);
    const first = await principals.find(door.administrator.accessKeyId);
    door.clock.advance(60_000);
    return [first, await principals.find(door.administrator.accessKeyId)];
  };

  it('do not remember what was read while it was deleted', async () => {
    const { accessKeyId } = await create('reader');
    const principals = storedPrincipals(door.ports.store, door.clock);
    const reading = principals.find(accessKeyId);
    principals.forget(accessKeyId);
    await reading;
    await call('DeletePrincipal', { Name: 'reader' });

    expect(await principals.find(accessKeyId)).toBeUndefined();
  });
});
