import {
  CreateDocumentCommand,
  ListDocumentsCommand,
  type ListDocumentsCommandInput,
  paginateListDocuments,
} from '@aws-sdk/client-ssm';
import { openDocuments } from './documents-door.ts';
import { runbook } from './runbooks.ts';

/** A door to some documents. */
async function withDocuments() {
  const door = await openDocuments();
  const automation = { DocumentType: 'Automation' as const, Content: runbook() };
  const command = { Content: '{"schemaVersion": "2.2", "mainSteps": []}' };
  const calendar = {
    DocumentType: 'ChangeCalendar' as const,
    DocumentFormat: 'TEXT' as const,
    Content: 'BEGIN:VCALENDAR',
  };
  for (const input of [
    {
      Name: 'Gate',
      ...automation,
      Tags: [
        { Key: 'team', Value: 'blue' },
        { Key: 'stage', Value: 'prod' },
      ],
    },
    { Name: 'gate', ...automation, TargetType: '/AWS::EC2::Instance' },
    {
      Name: 'Gatehouse',
      ...automation,
      Tags: [{ Key: 'team', Value: 'red' }],
      VersionName: 'v1',
      DisplayName: 'House',
    },
    { Name: 'Shell', ...command },
    { Name: 'Days', ...calendar },
  ])
    await door.client.send(new CreateDocumentCommand(input));
  return door;
}

const listed = async (input: ListDocumentsCommandInput) => {
  const { client } = await withDocuments();
  const { DocumentIdentifiers = [] } = await client.send(new ListDocumentsCommand(input));
  return DocumentIdentifiers.map(({ Name }) => Name);
};

describe('ListDocuments', () => {
  it('tells documents by name, each as its default version', async () => {
    const { client } = await withDocuments();

    const { DocumentIdentifiers, NextToken } = await client.send(new ListDocumentsCommand({}));

    expect(DocumentIdentifiers?.map(({ Name }) => Name)).toEqual(['Days', 'Gate', 'Gatehouse', 'Shell', 'gate']);
    expect(DocumentIdentifiers?.[2]).toEqual({
      Name: 'Gatehouse',
      CreatedDate: new Date('2026-01-01T00:00:00Z'),
      DisplayName: 'House',
      Owner: '000000000000',
      VersionName: 'v1',
      PlatformTypes: ['Windows', 'Linux'],
      DocumentVersion: '1',
      DocumentType: 'Automation',
      SchemaVersion: '0.3',
      DocumentFormat: 'JSON',
      Tags: [{ Key: 'team', Value: 'red' }],
    });
    expect(NextToken).toBeUndefined();
  });

  it.each<[string, string[], string[]]>([
    ['Name', ['Gate'], ['Gate', 'Gatehouse']],
    ['Name', ['Gateh', 'Sh'], ['Gatehouse', 'Shell']],
    ['DocumentType', ['Command', 'ChangeCalendar'], ['Days', 'Shell']],
    ['Owner', ['Self'], ['Days', 'Gate', 'Gatehouse', 'Shell', 'gate']],
    ['Owner', ['Private'], ['Days', 'Gate', 'Gatehouse', 'Shell', 'gate']],
    ['Owner', ['Amazon'], []],
    ['Owner', ['Public', 'ThirdParty'], []],
    ['PlatformTypes', ['Linux'], ['Gate', 'Gatehouse', 'Shell', 'gate']],
    ['PlatformTypes', ['MacOS'], []],
    ['TargetType', ['/AWS::EC2::Instance'], ['gate']],
    ['SearchKeyword', ['HOUSE'], ['Gatehouse']],
    ['tag:team', ['blue', 'red'], ['Gate', 'Gatehouse']],
    ['tag:stage', ['test'], []],
  ])('filters by %s %j', async (Key, Values, names) => {
    expect(await listed({ Filters: [{ Key, Values }] })).toEqual(names);
  });

  it('wants all filters to fit', async () => {
    const Filters = [
      { Key: 'Name', Values: ['Gate'] },
      { Key: 'tag:team', Values: ['blue'] },
    ];

    expect(await listed({ Filters })).toEqual(['Gate']);
  });

  it('takes the older list of filters', async () => {
    expect(await listed({ DocumentFilterList: [{ key: 'Name', value: 'Gateh' }] })).toEqual(['Gatehouse']);
    expect(await listed({ DocumentFilterList: [{ key: 'Owner', value: 'Amazon' }] })).toEqual([]);
  });

  it.each(['name', 'Status', 'tag:', 'toString'])('refuses to filter by %s', async (Key) => {
    await expect(listed({ Filters: [{ Key, Values: ['x'] }] })).rejects.toMatchObject({ name: 'InvalidFilterKey' });
  });

  it('pages, with filters too', async () => {
    const { client } = await withDocuments();
    const Filters = [{ Key: 'DocumentType', Values: ['Automation'] }];

    const pages: (string | undefined)[][] = [];
    for await (const page of paginateListDocuments({ client, pageSize: 2 }, { Filters }))
      pages.push((page.DocumentIdentifiers ?? []).map(({ Name }) => Name));

    expect(pages).toEqual([['Gate', 'Gatehouse'], ['gate']]);
  });

  it('gives fifty to a page unless told', async () => {
    const { client } = await openDocuments();
    for (let number = 10; number < 61; number += 1)
      await client.send(
        new CreateDocumentCommand({ Name: `Gate${number}`, DocumentType: 'Automation', Content: runbook() }),
      );

    const first = await client.send(new ListDocumentsCommand({}));
    const second = await client.send(new ListDocumentsCommand({ NextToken: first.NextToken }));

    expect(first.DocumentIdentifiers).toHaveLength(50);
    expect(second.DocumentIdentifiers?.map(({ Name }) => Name)).toEqual(['Gate60']);
    expect(second.NextToken).toBeUndefined();
  });

  it('refuses a token with other filters, and anything else for a token', async () => {
    const { client } = await withDocuments();
    const { NextToken } = await client.send(new ListDocumentsCommand({ MaxResults: 1 }));
    const [listing] = JSON.parse(Buffer.from(NextToken ?? '', 'base64url').toString()) as unknown[];
    const forged = Buffer.from(JSON.stringify([listing, { name: 1 }]));

    for (const input of [
      { NextToken, Filters: [{ Key: 'Name', Values: ['G'] }] },
      { NextToken: 'x' },
      { NextToken: forged.toString('base64url') },
    ])
      await expect(client.send(new ListDocumentsCommand(input))).rejects.toMatchObject({ name: 'InvalidNextToken' });
  });
});
