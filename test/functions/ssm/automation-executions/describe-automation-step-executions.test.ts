import {
  DescribeAutomationStepExecutionsCommand,
  SendAutomationSignalCommand,
  type StepExecutionFilter,
} from '@aws-sdk/client-ssm';
import { openRunning, type Running } from '../../../running.ts';

const set = (name: string, rest: object = {}) => ({
  name,
  action: 'aws:updateVariable',
  inputs: { Name: 'variable:Last', Value: '{{ variable:Last }}x' },
  ...rest,
});
const pause = (name = 'gate') => ({ name, action: 'aws:pause', inputs: {} });
const variables = { variables: { Last: { type: 'String', default: '' } } };
const loop = {
  name: 'loop',
  action: 'aws:loop',
  inputs: { Iterators: ['x', 'y'], IteratorDataType: 'String', Steps: [set('inner')] },
};

describe('DescribeAutomationStepExecutions', () => {
  let running: Running;
  let id: string;
  beforeEach(async () => {
    running = await openRunning();
    id = await running.run([set('a'), loop, pause(), set('last'), set('later')], variables);
    await running.reach(id, 'Waiting');
    await running.settled();
  });
  const page = (rest: object = {}) =>
    running.client.send(new DescribeAutomationStepExecutionsCommand({ AutomationExecutionId: id, ...rest }));
  const names = async (Key?: StepExecutionFilter['Key'], ...Values: string[]) =>
    ((await page(Key ? { Filters: [{ Key, Values }] } : {})).StepExecutions ?? []).map(({ StepName }) => StepName);
  const everyPage = async (rest: object) => {
    const pages: (string | undefined)[][] = [];
    let NextToken: string | undefined;
    do {
      const answer = await page({ ...rest, ...(NextToken && { NextToken }) });
      pages.push((answer.StepExecutions ?? []).map(({ StepName }) => StepName));
      NextToken = answer.NextToken;
    } while (NextToken && pages.length < 20);
    return pages;
  };

  it('lists the steps as they started, those not reached last', async () => {
    expect(await names()).toEqual(['a', 'loop', 'inner', 'inner', 'gate', 'last', 'later']);
  });

  it('turns them round with ReverseOrder', async () => {
    const pages = await everyPage({ ReverseOrder: true, MaxResults: 3 });
    expect(pages).toEqual([['later', 'last', 'gate'], ['inner', 'inner', 'loop'], ['a']]);
  });

  it('pages by MaxResults', async () => {
    const pages = await everyPage({ MaxResults: 2 });
    expect(pages).toEqual([['a', 'loop'], ['inner', 'inner'], ['gate', 'last'], ['later']]);
  });

  it('filters by each key', async () => {
    const steps = (await page()).StepExecutions ?? [];
    const idOf = (name: string) => steps.find(({ StepName }) => StepName === name)?.StepExecutionId ?? '';

    expect(await names('StepExecutionStatus', 'Waiting')).toEqual(['gate']);
    expect(await names('StepExecutionStatus', 'Waiting', 'Pending')).toEqual(['gate', 'last', 'later']);
    expect(await names('StepExecutionId', idOf('gate'))).toEqual(['gate']);
    expect(await names('StepName', 'inner')).toEqual(['inner', 'inner']);
    expect(await names('Action', 'aws:loop', 'aws:pause')).toEqual(['loop', 'gate']);
    expect(await names('StartTimeBefore', '2026-01-01T00:00:01Z')).toEqual(['a', 'loop', 'inner', 'inner', 'gate']);
    expect(await names('StartTimeBefore', '2026-01-01T00:00:00Z')).toEqual([]);
    expect(await names('StartTimeAfter', '2026-01-01T00:00:00Z')).toEqual([]);
    expect(await names('StartTimeAfter', '2025-12-31')).toEqual(['a', 'loop', 'inner', 'inner', 'gate']);
    expect(await names('ParentStepExecutionId', idOf('loop'))).toEqual(['inner', 'inner']);
    expect(await names('ParentStepIteration', '2')).toEqual(['inner']);
    expect(await names('ParentStepIteratorValue', 'y')).toEqual(['inner']);
  });

  it('takes several filters as conditions that must all hold', async () => {
    const Filters = [
      { Key: 'StepName', Values: ['inner', 'gate'] },
      { Key: 'ParentStepIteration', Values: ['1'] },
    ];
    const { StepExecutions: steps } = await page({ Filters });
    expect(steps?.map(({ ParentStepDetails }) => ParentStepDetails?.IteratorValue)).toEqual(['x']);
  });

  it('goes on where a page ended when its last step no longer fits the filter', async () => {
    const request = { MaxResults: 1, Filters: [{ Key: 'StepExecutionStatus', Values: ['Waiting', 'Pending'] }] };
    const { NextToken, StepExecutions: steps } = await page(request);
    expect(steps?.[0]?.StepName).toBe('gate');
    await running.client.send(new SendAutomationSignalCommand({ AutomationExecutionId: id, SignalType: 'Resume' }));
    await running.reach(id, 'Success');

    expect(await page({ ...request, NextToken })).toMatchObject({ StepExecutions: [] });
  });

  it('pages through a step that ran more than once', async () => {
    const choices = (Variable: string) => ({
      Choices: [{ NextStep: 'again', Not: { Variable, StringEquals: 'xxx' } }],
    });
    const turn = { name: 'turn', action: 'aws:branch', inputs: choices('{{ variable:Last }}'), isEnd: true };
    id = await running.run([set('again'), turn], variables);
    await running.reach(id, 'Success');

    const pages = await everyPage({ MaxResults: 1 });

    expect(pages.flat()).toEqual(['again', 'turn', 'again', 'turn', 'again', 'turn']);
    const ids = (await page()).StepExecutions?.map(({ StepExecutionId }) => StepExecutionId);
    expect(new Set(ids).size).toBe(6);
  });

  it.each([{ Filters: [{ Key: 'StepName', Values: ['a'] }] }, { ReverseOrder: true }])(
    'refuses the token of another listing than %j',
    async (other) => {
      const { NextToken } = await page({ MaxResults: 1 });
      await expect(page({ MaxResults: 1, NextToken, ...other })).rejects.toMatchObject({
        name: 'InvalidNextToken',
        $metadata: { httpStatusCode: 400 },
      });
    },
  );

  it.each([null, 7, {}, { last: 'nowhere' }])('refuses a forged token, %j', async (place) => {
    const { NextToken = '' } = await page({ MaxResults: 1 });
    const [fingerprint] = JSON.parse(Buffer.from(NextToken, 'base64url').toString()) as [string];
    const forged = Buffer.from(JSON.stringify([fingerprint, place])).toString('base64url');

    await expect(page({ NextToken: forged })).rejects.toMatchObject({ name: 'InvalidNextToken' });
    await expect(page({ NextToken: 'x' })).rejects.toMatchObject({ name: 'InvalidNextToken' });
  });

  it('refuses an execution that is not there', async () => {
    id = '00000000-0000-4000-8000-00000000dead';
    await expect(page()).rejects.toMatchObject({ name: 'AutomationExecutionNotFoundException' });
  });

  it('refuses what is no start time', async () => {
    await expect(names('StartTimeAfter', 'tomorrow')).rejects.toMatchObject({ name: 'InvalidFilterValue' });
  });
});
