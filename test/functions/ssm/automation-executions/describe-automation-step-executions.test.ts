import type { StepExecutionFilterKey } from '@aws-sdk/client-ssm';
import { DescribeAutomationStepExecutionsCommand } from '@aws-sdk/client-ssm';
import { openRunning, type Running } from '../../../running.ts';

const variables = { variables: { Last: { type: 'String', default: 'none' } } };
const set = (name: string) => ({
  name,
  action: 'aws:updateVariable',
  inputs: { Name: 'variable:Last', Value: name },
});
const pause = (name: string) => ({ name, action: 'aws:pause', inputs: {} });
const loop = {
  name: 'turns',
  action: 'aws:loop',
  inputs: { Iterators: ['x', 'y'], IteratorDataType: 'String', Steps: [set('inner')] },
};

describe('DescribeAutomationStepExecutions', () => {
  let running: Running;
  let id: string;

  // A loop of two turns is over, the step gate waits, the step last was not reached.
  beforeEach(async () => {
    running = await openRunning();
    id = await running.run([loop, pause('gate'), set('last')], variables);
    await running.reach(id, 'Waiting');
  });

  const describeSteps = (input: object = {}) =>
    running.client.send(new DescribeAutomationStepExecutionsCommand({ AutomationExecutionId: id, ...input }));
  const names = async (input: object = {}) =>
    ((await describeSteps(input)).StepExecutions ?? []).map(({ StepName }) => StepName);

  it('lists the steps as they started, those not reached last', async () => {
    const { StepExecutions } = await describeSteps();

    expect(StepExecutions).toMatchObject([
      { StepName: 'turns', Action: 'aws:loop', StepStatus: 'Success' },
      {
        StepName: 'inner',
        StepStatus: 'Success',
        ParentStepDetails: { StepName: 'turns', Iteration: 1, IteratorValue: 'x' },
      },
      {
        StepName: 'inner',
        StepStatus: 'Success',
        ParentStepDetails: { StepName: 'turns', Iteration: 2, IteratorValue: 'y' },
      },
      { StepName: 'gate', StepStatus: 'Waiting' },
      { StepName: 'last', StepStatus: 'Pending' },
    ]);
  });

  it('turns the order round', async () => {
    expect(await names({ ReverseOrder: true })).toEqual(['last', 'gate', 'inner', 'inner', 'turns']);
  });

  it('gives page after page', async () => {
    const first = await describeSteps({ MaxResults: 3 });
    const second = await describeSteps({ MaxResults: 3, NextToken: first.NextToken });

    expect(first.StepExecutions?.map(({ StepName }) => StepName)).toEqual(['turns', 'inner', 'inner']);
    expect(second.StepExecutions?.map(({ StepName }) => StepName)).toEqual(['gate', 'last']);
    expect(second.NextToken).toBeUndefined();
  });

  it.each<[StepExecutionFilterKey, string[], string[]]>([
    ['StepExecutionStatus', ['Waiting', 'Pending'], ['gate', 'last']],
    ['StepName', ['inner'], ['inner', 'inner']],
    ['Action', ['aws:loop', 'aws:pause'], ['turns', 'gate']],
    ['StartTimeBefore', ['2026-01-01T00:00:01Z'], ['turns', 'inner', 'inner', 'gate']],
    ['StartTimeAfter', ['2026-01-01T00:00:01Z'], []],
    ['ParentStepIteration', ['2'], ['inner']],
    ['ParentStepIteratorValue', ['x'], ['inner']],
  ])('filters by %s %j', async (Key, Values, expected) => {
    expect(await names({ Filters: [{ Key, Values }] })).toEqual(expected);
  });

  it('filters by the ids of a step and of its loop', async () => {
    const { StepExecutions = [] } = await describeSteps();
    const Values = [StepExecutions[0]?.StepExecutionId ?? ''];

    expect(await names({ Filters: [{ Key: 'StepExecutionId', Values }] })).toEqual(['turns']);
    expect(await names({ Filters: [{ Key: 'ParentStepExecutionId', Values }] })).toEqual(['inner', 'inner']);
  });

  it.each([
    [
      'a run that is not there',
      { AutomationExecutionId: '00000000-0000-4000-8000-00000000dead' },
      /AutomationExecutionNotFoundException/,
    ],
    ['another key', { Filters: [{ Key: 'Colour', Values: ['red'] }] }, /InvalidFilterKey|ValidationException/],
    ['what is no time', { Filters: [{ Key: 'StartTimeAfter', Values: ['soon'] }] }, /InvalidFilterValue/],
    ['a token it did not give', { NextToken: 'x' }, /InvalidNextToken/],
  ])('refuses %s', async (_, input, name) => {
    await expect(describeSteps(input)).rejects.toMatchObject({
      name: expect.stringMatching(name),
      $metadata: { httpStatusCode: 400 },
    });
  });
});
