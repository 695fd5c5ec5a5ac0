import { type Callers, openCallers, policy } from './callers.ts';

let door: Callers['door'];
let call: Callers['call'];
let create: Callers['create'];

beforeEach(async () => void ({ door, call, create } = await openCallers()));

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
