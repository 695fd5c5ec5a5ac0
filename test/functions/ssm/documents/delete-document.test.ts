import {
  CreateDocumentCommand,
  DeleteDocumentCommand,
  DescribeDocumentCommand,
  GetDocumentCommand,
  ListDocumentVersionsCommand,
  ModifyDocumentPermissionCommand,
  UpdateDocumentCommand,
} from '@aws-sdk/client-ssm';
import type { Ports } from '../../../../functions/ports/ports.ts';
import type { Store } from '../../../../functions/ports/store.ts';
import { Database } from '../../../../local/database/database.ts';
import { sqliteStore } from '../../../../local/database/sqlite-store.ts';
import { fakeClock } from '../../../clock.ts';
import { openDocuments } from './documents-door.ts';
import { runbook } from './runbooks.ts';

const create = () =>
  new CreateDocumentCommand({ Name: 'Gate', DocumentType: 'Automation', Content: runbook(), VersionName: 'v1' });

/** A door to the document Gate of so many versions, named v1, v2 and so on; the first is the default. */
async function withGate(versions: number, given: Partial<Ports> = {}) {
  const door = await openDocuments(given);
  await door.client.send(create());
  for (let number = 2; number <= versions; number += 1) {
    const Content = runbook({ description: String(number) });
    await door.client.send(new UpdateDocumentCommand({ Name: 'Gate', Content, VersionName: `v${number}` }));
  }
  return door;
}

describe('DeleteDocument', () => {
  it.each([1, 30, 31, 70])('deletes a document of %d versions without a trace', async (versions) => {
    const { client, ports } = await withGate(versions);

    await client.send(new DeleteDocumentCommand({ Name: 'Gate' }));

    await expect(client.send(new GetDocumentCommand({ Name: 'Gate' }))).rejects.toMatchObject({
      name: 'InvalidDocument',
    });
    const left = await ports.store.list({ partition: 'document#000000000000#us-east-1#Gate' });
    expect(left.items).toEqual([]);
    await client.send(create());
    expect(await client.send(new DescribeDocumentCommand({ Name: 'Gate' }))).toMatchObject({
      Document: { DocumentVersion: '1' },
    });
  });

  it.each([{ DocumentVersion: '2' }, { VersionName: 'v2' }, { DocumentVersion: '2', VersionName: 'v2' }])(
    'deletes the version %j alone',
    async (wanted) => {
      const { client } = await withGate(3);

      await client.send(new DeleteDocumentCommand({ Name: 'Gate', ...wanted }));

      const { DocumentVersions } = await client.send(new ListDocumentVersionsCommand({ Name: 'Gate' }));
      expect(DocumentVersions?.map(({ DocumentVersion }) => DocumentVersion)).toEqual(['1', '3']);
      for (const version of [{ DocumentVersion: '2' }, { VersionName: 'v2' }])
        await expect(client.send(new GetDocumentCommand({ Name: 'Gate', ...version }))).rejects.toMatchObject({
          name: 'InvalidDocumentVersion',
        });
    },
  );

  it('makes the one before the latest when the latest is deleted', async () => {
    const { client } = await withGate(4);
    await client.send(new DeleteDocumentCommand({ Name: 'Gate', DocumentVersion: '3' }));

    await client.send(new DeleteDocumentCommand({ Name: 'Gate', DocumentVersion: '$LATEST' }));

    const { Document } = await client.send(new DescribeDocumentCommand({ Name: 'Gate', DocumentVersion: '$LATEST' }));
    expect(Document).toMatchObject({ DocumentVersion: '2', LatestVersion: '2' });
  });

  it.each([{ DocumentVersion: '1' }, { VersionName: 'v1' }, { DocumentVersion: '$DEFAULT' }])(
    'refuses to delete the default version %j alone',
    async (wanted) => {
      const { client } = await withGate(2);

      await expect(client.send(new DeleteDocumentCommand({ Name: 'Gate', ...wanted }))).rejects.toMatchObject({
        name: 'InvalidDocumentOperation',
        message: "Default version of the document can't be deleted.",
      });
    },
  );

  it.each([
    ['document', { Name: 'Door' }],
    ['document of the version', { Name: 'Door', DocumentVersion: '1' }],
    ['version', { Name: 'Gate', DocumentVersion: '9' }],
    ['version name', { Name: 'Gate', VersionName: 'v9' }],
  ])('refuses a %s that is not there', async (_, input) => {
    const { client } = await withGate(1);

    await expect(client.send(new DeleteDocumentCommand(input))).rejects.toMatchObject({ name: 'InvalidDocument' });
  });

  it.each([1, 70])('refuses a document of %d versions that is shared, until it no longer is', async (versions) => {
    const { client } = await withGate(versions);
    const share = (accounts: object) =>
      client.send(new ModifyDocumentPermissionCommand({ Name: 'Gate', PermissionType: 'Share', ...accounts }));
    await share({ AccountIdsToAdd: ['111111111111'] });

    await expect(client.send(new DeleteDocumentCommand({ Name: 'Gate' }))).rejects.toMatchObject({
      name: 'InvalidDocumentOperation',
    });
    await share({ AccountIdsToRemove: ['111111111111'] });
    await client.send(new DeleteDocumentCommand({ Name: 'Gate' }));
  });

  it('leaves a document that can be used, and deleted, where it is interrupted', async () => {
    const whole = sqliteStore(new Database(':memory:'), fakeClock());
    let writes = Infinity;
    const store: Store = {
      ...whole,
      write: (changes) => (writes-- > 0 ? whole.write(changes) : Promise.reject(new Error('The disk is full'))),
    };
    const { client } = await withGate(70, { store });
    writes = 1;
    await expect(client.send(new DeleteDocumentCommand({ Name: 'Gate' }))).rejects.toMatchObject({
      name: 'InternalServerError',
    });
    writes = Infinity;

    for (const DocumentVersion of ['$DEFAULT', '$LATEST'])
      await client.send(new GetDocumentCommand({ Name: 'Gate', DocumentVersion }));
    await client.send(new DeleteDocumentCommand({ Name: 'Gate' }));

    const left = await store.list({ partition: 'document#000000000000#us-east-1#Gate' });
    expect(left.items).toEqual([]);
  });

  it('deletes for one of two who ask at once, and the other finds nothing', async () => {
    const { client } = await withGate(40);

    const asked = await Promise.allSettled([1, 2].map(() => client.send(new DeleteDocumentCommand({ Name: 'Gate' }))));

    expect(asked.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(asked.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { name: 'InvalidDocument' } });
  });
});
