import {
  type AutomationExecutionFilter,
  CreateDocumentCommand,
  DescribeAutomationExecutionsCommand,
  StartAutomationExecutionCommand,
  StopAutomationExecutionCommand,
} from '@aws-sdk/client-ssm';
import { ssm } from '../../../../functions/ssm/index.ts';
import { fakeClock } from '../../../clock.ts';
import { openDoor } from '../../../door.ts';
import { openRunning, type Running } from '../../../running.ts';

const minute = 60_000;
const day = 86_400_000;
const pause = { name: 'gate', action: 'aws:pause', inputs: {} };
const nap = { name: 'nap', action: 'aws:sleep', inputs: { Duration: 'PT1H' } };
const set = { name: 'set', action: 'aws:updateVariable', inputs: { Name: 'variable:Last', Value: 'x' } };
const nested = { name: 'child', action: 'aws:executeAutomation', inputs: { DocumentName: 'Wait' } };

type Filter = [AutomationExecutionFilter['Key'], ...string[]];

describe('DescribeAutomationExecutions', () => {
  let running: Running;
  beforeEach(async () => {
    running = await openRunning();
    for (const [Name, step] of Object.entries({ Wait: pause, Nap: nap, Quick: set, Nested: nested }))
      await running.client.send(new CreateDocumentCommand({ Name, DocumentType: 'Automation', Content: text(step) }));
  });
  const text = (step: object) =>
    JSON.stringify({
      schemaVersion: '0.3',
      variables: { Last: { type: 'String', default: 'none' } },
      mainSteps: [step],
    });
  const start = async (DocumentName: string, rest: object = {}) => {
    running.clock.advance(minute);
    const answer = await running.client.send(new StartAutomationExecutionCommand({ DocumentName, ...rest }));
    await running.settled();
    return answer.AutomationExecutionId ?? '';
  };
  const page = (filters: Filter[] = [], rest: object = {}) => {
    const Filters = filters.map(([Key, ...Values]) => ({ Key, Values }));
    return running.client.send(new DescribeAutomationExecutionsCommand({ ...(filters[0] && { Filters }), ...rest }));
  };
  const ids = async (...filters: Filter[]) =>
    ((await page(filters)).AutomationExecutionMetadataList ?? []).map(({ AutomationExecutionId: id }) => id);
  const everyPage = async (filters: Filter[], MaxResults: number) => {
    const pages: (string | undefined)[][] = [];
    let NextToken: string | undefined;
    do {
      const answer = await page(filters, { MaxResults, ...(NextToken && { NextToken }) });
      pages.push((answer.AutomationExecutionMetadataList ?? []).map(({ AutomationExecutionId: id }) => id));
      NextToken = answer.NextToken;
    } while (NextToken);
    return pages;
  };

  it('tells of an execution what the service tells', async () => {
    const id = await start('Wait');

    const { AutomationExecutionMetadataList: list } = await page();

    expect(list).toEqual([
      {
        AutomationExecutionId: id,
        DocumentName: 'Wait',
        DocumentVersion: '1',
        AutomationExecutionStatus: 'Waiting',
        ExecutionStartTime: new Date('2026-01-01T00:01:00Z'),
        ExecutedBy: 'arn:aws:iam::000000000000:user/admin',
        LogFile: '',
        Outputs: {},
        Mode: 'Auto',
        CurrentStepName: 'gate',
        CurrentAction: 'aws:pause',
        Targets: [],
        ResolvedTargets: { ParameterValues: [], Truncated: false },
        AutomationType: 'Local',
      },
    ]);
  });

  it('lists the newest first', async () => {
    const [first, second, third] = [await start('Wait'), await start('Quick'), await start('Nap')];
    expect(await ids()).toEqual([third, second, first]);
  });

  it('lists nothing where nothing ran', async () => {
    expect(await page()).toMatchObject({ AutomationExecutionMetadataList: [] });
    expect((await page()).NextToken).toBeUndefined();
  });

  it('filters by each key', async () => {
    const wait = await start('Wait', { Tags: [{ Key: 'team', Value: 'blue' }] });
    const napping = await start('Nap');
    const quick = await start('Quick');
    const parent = await start('Nested');
    const child = (await ids(['ParentExecutionId', parent]))[0];
    expect(child).toMatch(/^[0-9a-f-]{36}$/);
    const everything = [child, parent, quick, napping, wait];

    const table: [Filter, (string | undefined)[]][] = [
      [
        ['DocumentNamePrefix', 'N'],
        [parent, napping],
      ],
      [['DocumentNamePrefix', 'Nap'], [napping]],
      [['DocumentNamePrefix', 'nap'], []],
      [
        ['ExecutionStatus', 'Waiting'],
        [child, wait],
      ],
      [['ExecutionStatus', 'Success'], [quick]],
      [['ExecutionStatus', 'Failed'], []],
      [['ExecutionId', napping], [napping]],
      [['ExecutionId', 'unknown'], []],
      [['ParentExecutionId', parent], [child]],
      [['ParentExecutionId', wait], []],
      [['CurrentAction', 'aws:sleep'], [napping]],
      [['CurrentAction', 'aws:updateVariable'], []],
      [['StartTimeBefore', '2026-01-01T00:02:00Z'], [wait]],
      [
        ['StartTimeAfter', '2026-01-01T00:03:00Z'],
        [child, parent],
      ],
      [['AutomationType', 'Local'], everything],
      [['AutomationType', 'CrossAccount'], []],
      [['TagKey', 'team'], [wait]],
      [['TagKey', 'blue'], []],
      [['TargetResourceGroup', 'group'], []],
      [['AutomationSubtype', 'ChangeRequest'], []],
      [['OpsItemId', 'oi-1'], []],
    ];
    for (const [filter, expected] of table)
      expect([filter, (await ids(filter)).sort()]).toEqual([filter, expected.sort()]);
  });

  it('takes the values of a filter as alternatives', async () => {
    const [wait, napping, quick] = [await start('Wait'), await start('Nap'), await start('Quick')];
    expect(await ids(['ExecutionStatus', 'Waiting', 'Success'])).toEqual([quick, wait]);
    expect(await ids(['ExecutionId', wait, napping])).toEqual([napping, wait]);
    expect(await ids(['StartTimeBefore', '2026-01-01T00:02:00Z', '2026-01-01T00:03:00Z'])).toEqual([napping, wait]);
    expect(await ids(['StartTimeAfter', '2026-01-01T00:02:00Z', '2026-01-01T00:01:00Z'])).toEqual([quick, napping]);
  });

  it('takes several filters as conditions that must all hold', async () => {
    const [wait, napping] = [await start('Wait'), await start('Nap')];
    expect(await ids(['ExecutionStatus', 'Waiting'], ['DocumentNamePrefix', 'Wait'])).toEqual([wait]);
    expect(await ids(['ExecutionStatus', 'Waiting'], ['DocumentNamePrefix', 'Nap'])).toEqual([]);
    expect(await ids(['ExecutionId', wait], ['ExecutionId', napping])).toEqual([]);
    expect(await ids(['StartTimeAfter', '2026-01-01T00:01:00Z'], ['StartTimeBefore', '2026-01-01T00:02:30Z'])).toEqual([
      napping,
    ]);
  });

  it('pages by MaxResults through months, every execution once', async () => {
    // Without state machines, whose own alarms make months long.
    const door = await openDoor([ssm], {
      workflows: { start: async () => {}, succeed: async () => {}, fail: async () => {}, stop: async () => {} },
      events: { publish: async () => {} },
    });
    running = { ...running, ...door, client: door.ssm(), settled: async () => {} };
    await running.client.send(
      new CreateDocumentCommand({ Name: 'Wait', DocumentType: 'Automation', Content: text(pause) }),
    );
    const started: string[] = [];
    for (let count = 0; count < 7; count++) {
      started.push(await start('Wait'));
      running.clock.advance(20 * day);
    }
    const [a, b, c, d, e, f, g] = started.reverse();

    expect((await everyPage([], 3)).filter(({ length }) => length)).toEqual([[a, b, c], [d, e, f], [g]]);
    expect((await everyPage([['ExecutionStatus', 'InProgress']], 2)).flat()).toEqual([a, b, c, d, e, f, g]);
    expect((await everyPage([['StartTimeBefore', '2026-02-20T00:00:00Z']], 2)).flat()).toEqual([e, f, g]);
    expect((await everyPage([['StartTimeAfter', '2026-03-20T00:00:00Z']], 2)).flat()).toEqual([a, b, c]);
  });

  it('goes on where a page ended when others start meanwhile', async () => {
    const [first, second] = [await start('Wait'), await start('Wait')];
    const { NextToken } = await page([], { MaxResults: 1 });
    await start('Wait');

    const { AutomationExecutionMetadataList: list } = await page([], { MaxResults: 1, NextToken });

    expect([list?.map(({ AutomationExecutionId: id }) => id), second]).toEqual([[first], second]);
  });

  it('finds by start time also after the clock was set back', async () => {
    await start('Wait');
    running.clock.advance(2 * minute);
    await start('Wait');
    const later = running;
    running = await openRunning(':memory:', fakeClock(later.clock.now() - 3 * minute));
    await running.client.send(
      new CreateDocumentCommand({ Name: 'Early', DocumentType: 'Automation', Content: text(set) }),
    );

    const { AutomationExecutionId: id } = await running.client.send(
      new StartAutomationExecutionCommand({ DocumentName: 'Early' }),
    );

    expect(await ids(['StartTimeBefore', '2026-01-01T00:01:30Z'])).toEqual([id]);
  });

  it('refuses the token of other filters', async () => {
    await start('Wait');
    await start('Wait');
    const { NextToken } = await page([['ExecutionStatus', 'Waiting']], { MaxResults: 1 });
    const invalid = { name: 'InvalidNextToken', $metadata: { httpStatusCode: 400 } };

    await expect(page([['ExecutionStatus', 'Success']], { NextToken })).rejects.toMatchObject(invalid);
    await expect(page([], { NextToken })).rejects.toMatchObject({
      ...invalid,
      message: 'The specified token is not valid.',
    });
  });

  it.each([
    'x',
    '{}',
    'W10',
    ...[{ month: 'never' }, { month: 7 }, {}, 'text', { month: '2026-01', after: 'x' }, { month: '2026-01', after: 1 }],
  ])('refuses a forged token, %j', async (place) => {
    await start('Wait');
    await start('Wait');
    const { NextToken = '' } = await page([], { MaxResults: 1 });
    const [fingerprint] = JSON.parse(Buffer.from(NextToken, 'base64url').toString()) as [string];
    const forged = Buffer.from(JSON.stringify([fingerprint, place])).toString('base64url');

    const token = typeof place === 'string' && place !== 'text' ? place : forged;
    await expect(page([], { NextToken: token })).rejects.toMatchObject({ name: 'InvalidNextToken' });
  });

  it.each(['tomorrow', '2026-13-45', '20260101', ''])('refuses %j as a start time', async (value) => {
    const names = ['InvalidFilterValue', 'ValidationException'];
    const error: unknown = await page([['StartTimeAfter', value]]).catch((thrown: unknown) => thrown);
    expect(names).toContain((error as Error).name);
  });

  it('refuses a key that there is not', async () => {
    await expect(page([['Colour' as 'ExecutionId', 'blue']])).rejects.toMatchObject({
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('shows no step of an execution that is over', async () => {
    const id = await start('Wait');
    await running.client.send(new StopAutomationExecutionCommand({ AutomationExecutionId: id }));
    await running.reach(id, 'Cancelled');

    const [row] = (await page()).AutomationExecutionMetadataList ?? [];

    expect(row).toMatchObject({ AutomationExecutionStatus: 'Cancelled' });
    expect(row?.ExecutionEndTime).toEqual(new Date('2026-01-01T00:01:00Z'));
    expect(row).not.toHaveProperty('CurrentStepName');
  });
});
