import {
  CreateDocumentCommand,
  DeleteDocumentCommand,
  DescribeDocumentCommand,
  GetDocumentCommand,
  ListDocumentsCommand,
  ListDocumentVersionsCommand,
} from '@aws-sdk/client-ssm';
import { openChangeTemplate } from './change-template.ts';
import { runbook } from './runbooks.ts';

type Door = Awaited<ReturnType<typeof openChangeTemplate>>;

const described = async ({ client }: Door, DocumentVersion = '1') =>
  (await client.send(new DescribeDocumentCommand({ Name: 'Change', DocumentVersion }))).Document;

describe('UpdateDocumentMetadata', () => {
  it('leaves a new change template without a review', async () => {
    const door = await openChangeTemplate();

    const document = await described(door);

    expect(document).toMatchObject({ Author: 'admin', ReviewStatus: 'NOT_REVIEWED' });
    expect(document).not.toHaveProperty('ReviewInformation');
    expect(document).not.toHaveProperty('ApprovedVersion');
  });

  it('sends a version for review', async () => {
    const door = await openChangeTemplate();

    await door.review('SendForReview');

    expect(await described(door)).toMatchObject({ ReviewStatus: 'PENDING', PendingReviewVersion: '1' });
    expect(await described(door, '2')).toMatchObject({ ReviewStatus: 'NOT_REVIEWED', PendingReviewVersion: '1' });
  });

  it('approves a version', async () => {
    const door = await openChangeTemplate();
    await door.review('SendForReview');
    door.clock.advance(5000);

    await door.review('Approve', 'Fine', { by: door.alice });

    const document = await described(door);
    expect(document).toMatchObject({
      ReviewStatus: 'APPROVED',
      ApprovedVersion: '1',
      ReviewInformation: [{ Status: 'APPROVED', Reviewer: 'alice', ReviewedTime: new Date('2026-01-01T00:00:05Z') }],
    });
    expect(document).not.toHaveProperty('PendingReviewVersion');
  });

  it('rejects a version, which may be sent again', async () => {
    const door = await openChangeTemplate();
    await door.review('SendForReview');

    await door.review('Reject', 'No', { by: door.alice });
    expect(await described(door)).toMatchObject({ ReviewStatus: 'REJECTED' });

    await door.review('SendForReview');
    expect(await described(door)).toMatchObject({ ReviewStatus: 'PENDING' });
  });

  it('keeps the approved version while the next one is under review', async () => {
    const door = await openChangeTemplate();
    await door.review('SendForReview');
    await door.review('Approve');

    await door.review('SendForReview', undefined, { version: '$LATEST' });

    expect(await described(door, '2')).toMatchObject({ ApprovedVersion: '1', PendingReviewVersion: '2' });
  });

  it('rejects the version that was approved when another one is', async () => {
    const door = await openChangeTemplate();
    for (const version of ['1', '2']) {
      await door.review('SendForReview', undefined, { version });
      await door.review('Approve', undefined, { version });
    }

    expect(await described(door, '1')).toMatchObject({ ReviewStatus: 'REJECTED', ApprovedVersion: '2' });
    expect(await described(door, '2')).toMatchObject({ ReviewStatus: 'APPROVED' });
  });

  it('shows the review wherever a version is shown', async () => {
    const { client, review } = await openChangeTemplate();

    await review('SendForReview');

    expect(await client.send(new GetDocumentCommand({ Name: 'Change' }))).toMatchObject({ ReviewStatus: 'PENDING' });
    const { DocumentIdentifiers } = await client.send(new ListDocumentsCommand({}));
    expect(DocumentIdentifiers).toMatchObject([{ Author: 'admin', ReviewStatus: 'PENDING' }]);
    const { DocumentVersions } = await client.send(new ListDocumentVersionsCommand({ Name: 'Change' }));
    expect(DocumentVersions?.map(({ ReviewStatus }) => ReviewStatus)).toEqual(['PENDING', 'NOT_REVIEWED']);
  });

  it('forgets the reviews with the document', async () => {
    const door = await openChangeTemplate();
    const { client, review, ports } = door;
    await review('SendForReview');
    await review('Approve');

    await client.send(new DeleteDocumentCommand({ Name: 'Change' }));

    const left = await ports.store.list({ partition: 'document#000000000000#us-east-1#Change' });
    expect(left.items).toEqual([]);
    const DocumentType = 'Automation.ChangeTemplate';
    await client.send(new CreateDocumentCommand({ Name: 'Change', DocumentType, Content: runbook() }));
    expect(await described(door)).toMatchObject({ ReviewStatus: 'NOT_REVIEWED' });
  });

  it('forgets the review of a deleted version', async () => {
    const door = await openChangeTemplate();
    await door.review('SendForReview', undefined, { version: '2' });
    await door.review('Approve', undefined, { version: '2' });

    await door.client.send(new DeleteDocumentCommand({ Name: 'Change', DocumentVersion: '2' }));

    expect(await described(door)).not.toHaveProperty('ApprovedVersion');
  });

  it.each(['Approve', 'Reject', 'UpdateReview'] as const)('refuses %s of what is not under review', async (action) => {
    const { review } = await openChangeTemplate();

    await expect(review(action)).rejects.toMatchObject({
      name: 'InvalidDocumentOperation',
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('refuses a second version for review', async () => {
    const { review } = await openChangeTemplate();
    await review('SendForReview');

    const second = review('SendForReview', undefined, { version: '2' });

    await expect(second).rejects.toMatchObject({ name: 'InvalidDocumentOperation' });
  });

  it('refuses to review what is approved again', async () => {
    const { review } = await openChangeTemplate();
    await review('SendForReview');
    await review('Approve');

    await expect(review('SendForReview')).rejects.toMatchObject({ name: 'InvalidDocumentOperation' });
  });

  it('refuses to change the comment of who said nothing', async () => {
    const { review, alice } = await openChangeTemplate();
    await review('SendForReview');

    const changed = review('UpdateReview', 'Fine', { by: alice });

    await expect(changed).rejects.toMatchObject({ name: 'InvalidDocumentOperation' });
  });

  it('refuses to review a runbook', async () => {
    const { client, review } = await openChangeTemplate();
    await client.send(new CreateDocumentCommand({ Name: 'Gate', DocumentType: 'Automation', Content: runbook() }));

    await expect(review('SendForReview', undefined, { name: 'Gate' })).rejects.toMatchObject({
      name: 'InvalidDocumentOperation',
    });
  });

  it.each([
    ['document', { name: 'Nothing' }, 'InvalidDocument'],
    ['version', { version: '9' }, 'InvalidDocumentVersion'],
  ])('refuses a %s that is not there', async (_, where, name) => {
    const { review } = await openChangeTemplate();

    await expect(review('SendForReview', undefined, where)).rejects.toMatchObject({ name });
  });
});
