import { ListDocumentsCommand } from '@aws-sdk/client-ssm';
import { type Callers, openCallers } from './callers.ts';

let door: Callers['door'];
let call: Callers['call'];
let create: Callers['create'];

beforeEach(async () => void ({ door, call, create } = await openCallers()));

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
