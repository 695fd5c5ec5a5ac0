import { ListDocumentMetadataHistoryCommand } from '@aws-sdk/client-ssm';
import { openChangeTemplate } from './change-template.ts';

/** A door to a change template; `history` tells what was said to its first version. */
async function open() {
  const door = await openChangeTemplate();
  const history = (input: object = {}) =>
    door.client.send(new ListDocumentMetadataHistoryCommand({ Name: 'Change', Metadata: 'DocumentReviews', ...input }));
  return { ...door, history };
}

describe('ListDocumentMetadataHistory', () => {
  it('tells what was said, oldest first', async () => {
    const { clock, review, alice, history } = await open();
    await review('SendForReview');
    clock.advance(1000);
    await review('Reject', 'Not on a Friday', { by: alice });

    expect(await history()).toMatchObject({
      Name: 'Change',
      DocumentVersion: '1',
      Author: 'admin',
      Metadata: {
        ReviewerResponse: [
          {
            CreateTime: new Date('2026-01-01T00:00:00Z'),
            UpdatedTime: new Date('2026-01-01T00:00:00Z'),
            ReviewStatus: 'PENDING',
            Comment: [],
            Reviewer: 'admin',
          },
          {
            CreateTime: new Date('2026-01-01T00:00:01Z'),
            ReviewStatus: 'REJECTED',
            Comment: [{ Type: 'Comment', Content: 'Not on a Friday' }],
            Reviewer: 'alice',
          },
        ],
      },
    });
  });

  it('shows a changed comment with the time of its change', async () => {
    const { clock, review, history } = await open();
    await review('SendForReview', 'Please');
    clock.advance(1000);

    await review('UpdateReview', 'Please, today');

    expect((await history()).Metadata?.ReviewerResponse).toEqual([
      {
        CreateTime: new Date('2026-01-01T00:00:00Z'),
        UpdatedTime: new Date('2026-01-01T00:00:01Z'),
        ReviewStatus: 'PENDING',
        Comment: [{ Type: 'Comment', Content: 'Please, today' }],
        Reviewer: 'admin',
      },
    ]);
  });

  it('tells nothing of a version to which nothing was said', async () => {
    const { review, history } = await open();
    await review('SendForReview');

    const { DocumentVersion, Metadata } = await history({ DocumentVersion: '$LATEST' });

    expect(DocumentVersion).toBe('2');
    expect(Metadata).toEqual({ ReviewerResponse: [] });
  });

  it('keeps the last fifty, and gives them page after page', async () => {
    const { review, history } = await open();
    for (let turn = 0; turn < 26; turn += 1) {
      await review('SendForReview', `Turn ${turn}`);
      await review('Reject', `No ${turn}`);
    }

    const first = await history({ MaxResults: 48 });
    const second = await history({ MaxResults: 48, NextToken: first.NextToken });

    expect(first.Metadata?.ReviewerResponse?.at(0)?.Comment).toEqual([{ Type: 'Comment', Content: 'Turn 1' }]);
    expect(second.Metadata?.ReviewerResponse?.map(({ ReviewStatus }) => ReviewStatus)).toEqual(['PENDING', 'REJECTED']);
    expect(second.NextToken).toBeUndefined();
  });

  it.each([
    ['a document that is not there', { Name: 'Nothing' }, 'InvalidDocument'],
    ['a version that is not there', { DocumentVersion: '9' }, 'InvalidDocumentVersion'],
    ['a token it did not give', { NextToken: 'x' }, 'InvalidNextToken'],
    ['other metadata', { Metadata: 'Tags' }, 'ValidationException'],
  ])('refuses %s', async (_, input, name) => {
    const { history } = await open();

    await expect(history(input)).rejects.toMatchObject({ name, $metadata: { httpStatusCode: 400 } });
  });
});
