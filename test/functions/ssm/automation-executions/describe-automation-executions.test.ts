import type { AutomationExecutionFilterKey, DescribeAutomationExecutionsResult } from '@aws-sdk/client-ssm';
import {
  AddTagsToResourceCommand,
  DescribeAutomationExecutionsCommand,
  SendAutomationSignalCommand,
} from '@aws-sdk/client-ssm';
import { fakeClock } from '../../../clock.ts';
import { openRunning, type Running } from '../../../running.ts';

const pause = [{ name: 'gate', action: 'aws:pause', inputs: {} }];
const ids = ({ AutomationExecutionMetadataList: list = [] }: DescribeAutomationExecutionsResult) =>
  list.map(({ AutomationExecutionId }) => AutomationExecutionId);

describe('DescribeAutomationExecutions', () => {
  let running: Running;
  let first: string;
  let second: string;

  // Two runs, a minute apart: the first succeeded and has a tag, the second waits.
  beforeEach(async () => {
    running = await openRunning();
    first = await running.run(pause);
    await running.reach(first, 'Waiting');
    await running.client.send(new SendAutomationSignalCommand({ AutomationExecutionId: first, SignalType: 'Resume' }));
    await running.reach(first, 'Success');
    const Tags = [{ Key: 'Team', Value: 'a' }];
    await running.client.send(new AddTagsToResourceCommand({ ResourceType: 'Automation', ResourceId: first, Tags }));
    running.clock.advance(60_000);
    second = await running.run(pause);
    await running.reach(second, 'Waiting');
  });

  const describeAll = (input: object = {}) => running.client.send(new DescribeAutomationExecutionsCommand(input));
  const filtered = async (Key: AutomationExecutionFilterKey, ...Values: string[]) =>
    ids(await describeAll({ Filters: [{ Key, Values }] }));

  it('lists runs, newest first', async () => {
    const answer = await describeAll();

    expect(answer.AutomationExecutionMetadataList).toMatchObject([
      {
        AutomationExecutionId: second,
        AutomationExecutionStatus: 'Waiting',
        DocumentName: 'Runbook2',
        DocumentVersion: '1',
        CurrentStepName: 'gate',
        CurrentAction: 'aws:pause',
        ExecutionStartTime: new Date('2026-01-01T00:01:00Z'),
        ExecutedBy: 'arn:aws:iam::000000000000:user/admin',
        LogFile: '',
        AutomationType: 'Local',
      },
      { AutomationExecutionId: first, AutomationExecutionStatus: 'Success', DocumentName: 'Runbook1' },
    ]);
    expect(answer.NextToken).toBeUndefined();
  });

  it('gives page after page', async () => {
    const page = await describeAll({ MaxResults: 1 });
    const next = await describeAll({ MaxResults: 1, NextToken: page.NextToken });

    expect([ids(page), ids(next)]).toEqual([[second], [first]]);
  });

  it.each<[AutomationExecutionFilterKey, string[], ('first' | 'second')[]]>([
    ['DocumentNamePrefix', ['Runbook'], ['second', 'first']],
    ['DocumentNamePrefix', ['Runbook1'], ['first']],
    ['ExecutionStatus', ['Success'], ['first']],
    ['ExecutionStatus', ['Success', 'Waiting'], ['second', 'first']],
    ['ExecutionStatus', ['Failed'], []],
    ['CurrentAction', ['aws:pause'], ['second']],
    ['AutomationType', ['Local'], ['second', 'first']],
    ['AutomationType', ['CrossAccount'], []],
    ['TagKey', ['Team'], ['first']],
    ['OpsItemId', ['oi-1'], []],
  ])('filters by %s %j', async (key, values, expected) => {
    const known = { first, second };

    expect(await filtered(key, ...values)).toEqual(expected.map((name) => known[name]));
  });

  it('filters by the time of the start', async () => {
    // A day of its own: places in the listing only ever grow within a process.
    running = await openRunning(':memory:', fakeClock(Date.UTC(2026, 0, 2)));
    const early = await running.run(pause);
    running.clock.advance(60_000);
    const late = await running.run(pause);

    expect(await filtered('StartTimeBefore', '2026-01-02T00:00:30Z')).toEqual([early]);
    expect(await filtered('StartTimeAfter', '2026-01-02T00:00:30Z')).toEqual([late]);
  });

  it('finds one by its id, and nothing by another', async () => {
    expect(await filtered('ExecutionId', first)).toEqual([first]);
    expect(await filtered('ExecutionId', '00000000-0000-4000-8000-00000000dead')).toEqual([]);
  });

  it('lists what fits all filters', async () => {
    const Filters = [
      { Key: 'DocumentNamePrefix', Values: ['Runbook'] },
      { Key: 'ExecutionStatus', Values: ['Waiting'] },
    ];

    expect(ids(await describeAll({ Filters }))).toEqual([second]);
  });

  it.each([
    ['another key', { Filters: [{ Key: 'Colour', Values: ['red'] }] }, /InvalidFilterKey|ValidationException/],
    ['what is no time', { Filters: [{ Key: 'StartTimeAfter', Values: ['soon'] }] }, /InvalidFilterValue/],
    ['a token it did not give', { NextToken: 'x' }, /InvalidNextToken/],
    ['more than 50 at once', { MaxResults: 51 }, /ValidationException/],
  ])('refuses %s', async (_, input, name) => {
    await expect(describeAll(input)).rejects.toMatchObject({
      name: expect.stringMatching(name),
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('refuses the token of a listing with other filters', async () => {
    const { NextToken } = await describeAll({ MaxResults: 1 });

    const Filters = [{ Key: 'ExecutionStatus', Values: ['Waiting'] }];
    await expect(describeAll({ Filters, NextToken })).rejects.toMatchObject({ name: 'InvalidNextToken' });
  });
});
