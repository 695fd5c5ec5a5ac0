import {
  CreateDocumentCommand,
  DescribeDocumentPermissionCommand,
  ModifyDocumentPermissionCommand,
} from '@aws-sdk/client-ssm';
import { openDocuments } from './documents-door.ts';
import { runbook } from './runbooks.ts';

/** A door to the document Gate; `share` changes who may use a document, `shared` tells it. */
async function withGate() {
  const client = (await openDocuments()).client;
  const create = (Name: string) =>
    client.send(new CreateDocumentCommand({ Name, DocumentType: 'Automation', Content: runbook() }));
  const share = (AccountIdsToAdd: string[], more: object = {}) =>
    client.send(
      new ModifyDocumentPermissionCommand({ Name: 'Gate', PermissionType: 'Share', AccountIdsToAdd, ...more }),
    );
  const shared = async () =>
    (await client.send(new DescribeDocumentPermissionCommand({ Name: 'Gate', PermissionType: 'Share' })))
      .AccountSharingInfoList;
  await create('Gate');
  return { client, create, share, shared };
}

const account = (number: number) => String(number).padStart(12, '0');

describe('ModifyDocumentPermission', () => {
  it('shares the default version with an account unless told', async () => {
    const { share, shared } = await withGate();

    await share(['222222222222', '111111111111']);

    expect(await shared()).toEqual([
      { AccountId: '111111111111', SharedDocumentVersion: '$DEFAULT' },
      { AccountId: '222222222222', SharedDocumentVersion: '$DEFAULT' },
    ]);
  });

  it('changes the version that an account may use', async () => {
    const { share, shared } = await withGate();
    await share(['111111111111', '222222222222']);

    await share(['111111111111'], { SharedDocumentVersion: '$LATEST' });

    expect(await shared()).toEqual([
      { AccountId: '111111111111', SharedDocumentVersion: '$LATEST' },
      { AccountId: '222222222222', SharedDocumentVersion: '$DEFAULT' },
    ]);
  });

  it('stops sharing with an account, and with one that has nothing of it', async () => {
    const { share, shared } = await withGate();
    await share(['111111111111', '222222222222']);

    await share([], { AccountIdsToRemove: ['111111111111', '333333333333'] });

    expect(await shared()).toEqual([{ AccountId: '222222222222', SharedDocumentVersion: '$DEFAULT' }]);
  });

  it('shares with everybody however that is written, and stops it', async () => {
    const { share, shared } = await withGate();

    await share(['All']);
    expect(await shared()).toEqual([{ AccountId: 'all', SharedDocumentVersion: '$DEFAULT' }]);

    await share([], { AccountIdsToRemove: ['ALL'] });
    expect(await shared()).toEqual([]);
  });

  it('shares with a thousand accounts, not one more', async () => {
    const { share, shared } = await withGate();
    for (let first = 0; first < 1000; first += 20)
      await share(Array.from({ length: 20 }, (_, index) => account(first + index)));

    await expect(share([account(1000)])).rejects.toMatchObject({
      name: 'DocumentPermissionLimit',
      $metadata: { httpStatusCode: 400 },
    });
    expect(await shared()).toHaveLength(200);
    await share([account(1000)], { AccountIdsToRemove: [account(0)] });
  });

  it('shares five documents with everybody, not one more, until one is private again', async () => {
    const { create, share } = await withGate();
    const names = ['Doc1', 'Doc2', 'Doc3', 'Doc4', 'Doc5'];
    for (const Name of names) {
      await create(Name);
      await share(['all'], { Name });
    }

    await expect(share(['all'])).rejects.toMatchObject({ name: 'DocumentPermissionLimit' });
    await share(['all'], { Name: 'Doc5' });
    await share([], { Name: 'Doc1', AccountIdsToRemove: ['all'] });
    await share(['all']);
  });

  it('loses nothing when many share at once', async () => {
    const { share, shared } = await withGate();

    await Promise.all([1, 2, 3, 4, 5, 6].map((number) => share([account(number)])));

    expect(await shared()).toHaveLength(6);
  });

  it.each([
    ['a document that is not there', { Name: 'Door' }, 'InvalidDocument'],
    [
      'more than 20 accounts',
      { AccountIdsToAdd: Array.from({ length: 21 }, (_, n) => account(n)) },
      'ValidationException',
    ],
    ['what is no account', { AccountIdsToAdd: ['somebody'] }, 'ValidationException'],
    ['another permission', { PermissionType: 'Own' }, 'ValidationException'],
    ['another version', { SharedDocumentVersion: '1' }, 'ValidationException'],
  ])('refuses %s', async (_, input, name) => {
    const { share } = await withGate();

    await expect(share(['111111111111'], input)).rejects.toMatchObject({ name, $metadata: { httpStatusCode: 400 } });
  });
});
