import {
  CreateDocumentCommand,
  DescribeDocumentPermissionCommand,
  ModifyDocumentPermissionCommand,
} from '@aws-sdk/client-ssm';
import { openDocuments } from './documents-door.ts';
import { runbook } from './runbooks.ts';

/** A door to the documents Gate, shared with accounts 1 to 4, and Own, shared with nobody. */
async function withGate() {
  const client = (await openDocuments()).client;
  for (const Name of ['Gate', 'Own'])
    await client.send(new CreateDocumentCommand({ Name, DocumentType: 'Automation', Content: runbook() }));
  const AccountIdsToAdd = ['444444444444', '222222222222', '333333333333', '111111111111', 'All'];
  await client.send(new ModifyDocumentPermissionCommand({ Name: 'Gate', PermissionType: 'Share', AccountIdsToAdd }));
  const describe = (input: object = {}) =>
    client.send(new DescribeDocumentPermissionCommand({ Name: 'Gate', PermissionType: 'Share', ...input }));
  return { client, describe };
}

describe('DescribeDocumentPermission', () => {
  it('tells who a document is shared with, everybody last', async () => {
    const { describe } = await withGate();

    expect((await describe()).AccountIds).toEqual([
      '111111111111',
      '222222222222',
      '333333333333',
      '444444444444',
      'all',
    ]);
  });

  it('tells of a document that is shared with nobody', async () => {
    const { describe } = await withGate();

    expect(await describe({ Name: 'Own' })).toMatchObject({ AccountIds: [], AccountSharingInfoList: [] });
  });

  it('gives page after page', async () => {
    const { describe } = await withGate();

    const first = await describe({ MaxResults: 3 });
    const second = await describe({ MaxResults: 3, NextToken: first.NextToken });

    expect(first.AccountIds).toEqual(['111111111111', '222222222222', '333333333333']);
    expect(second.AccountIds).toEqual(['444444444444', 'all']);
    expect(second.NextToken).toBeUndefined();
  });

  it('refuses a document that is not there', async () => {
    const { describe } = await withGate();

    await expect(describe({ Name: 'Door' })).rejects.toMatchObject({ name: 'InvalidDocument' });
  });

  it('refuses a token that it did not give for this document', async () => {
    const { describe } = await withGate();
    const { NextToken } = await describe({ MaxResults: 3 });

    await expect(describe({ Name: 'Own', NextToken })).rejects.toMatchObject({ name: 'InvalidNextToken' });
    await expect(describe({ NextToken: 'x' })).rejects.toMatchObject({ name: 'InvalidNextToken' });
  });

  it('refuses another permission', async () => {
    const { describe } = await withGate();

    await expect(describe({ PermissionType: 'Own' })).rejects.toMatchObject({ name: 'ValidationException' });
  });
});
