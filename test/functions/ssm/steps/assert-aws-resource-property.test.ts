import { AwsError } from '../../../../functions/ports/aws-api.ts';
import { openRunning, type Running } from '../../../running.ts';

const question = (PropertySelector: string, DesiredValues: unknown[]) => ({
  Service: 'rds',
  Api: 'DescribeDBInstances',
  DBInstanceIdentifier: 'db',
  PropertySelector,
  DesiredValues,
});
const step = (inputs: object) => ({ name: 'assert', action: 'aws:assertAwsResourceProperty', inputs });
const instances = {
  DBInstances: [
    { Public: false, Port: 5432, Status: 'available', Groups: ['a', 'b'] },
    { Public: false, Port: 5433, Status: 'available' },
  ],
};

describe('aws:assertAwsResourceProperty', () => {
  let running: Running;
  beforeEach(async () => {
    running = await openRunning();
    running.aws.on('rds.DescribeDBInstances', instances);
  });

  it.each([
    ['$.DBInstances[0].Status', ['stopped', 'available']],
    ['DBInstances[0].Status', ['available']],
    ['$.DBInstances[0].Public', ['False']],
    ['$.DBInstances[0].Port', ['5432']],
    ['$.DBInstances[0].Port', [5432]],
    ['$.DBInstances..Status', ['available']],
    ['$.DBInstances..Port', ['5432', '5433']],
    ['$.DBInstances[0].Groups', ["['a', 'b']"]],
  ])('succeeds for %s in %j', async (selector, desired) => {
    const id = await running.run([step(question(selector, desired))]);

    const { StepExecutions } = await running.reach(id, 'Success');

    expect(StepExecutions?.[0]?.Outputs).toEqual({});
    expect(running.aws.asked()).toEqual([['rds.DescribeDBInstances', { DBInstanceIdentifier: 'db' }]]);
  });

  it.each([
    [
      '$.DBInstances[0].Public',
      ['True'],
      "Property value 'False' from the API output is not in the desired values. Desired values: ['True']..",
    ],
    [
      '$.DBInstances[0].Public',
      ['false'],
      "Property value 'False' from the API output is not in the desired values. Desired values: ['false']..",
    ],
    [
      '$.DBInstances[0].None',
      ['None'],
      "Property value 'None' from the API output is not in the desired values. Desired values: ['None']..",
    ],
    [
      '$.DBInstances..Port',
      ['5432'],
      "Property value '[5432, 5433]' from the API output is not in the desired values. Desired values: ['5432']..",
    ],
    [
      '$.DBInstances..None',
      ['x'],
      "Property value '[]' from the API output is not in the desired values. Desired values: ['x']..",
    ],
  ])('fails for %s in %j', async (selector, desired, words) => {
    const id = await running.run([step(question(selector, desired))]);

    const { FailureMessage } = await running.reach(id, 'Failed');

    expect(FailureMessage).toBe(
      `Step fails when it is Execute/Cancelling action. ${words} Please refer to Automation Service Troubleshooting Guide for more diagnosis details.`,
    );
  });

  it('fails with what the API refuses', async () => {
    const fault = { code: 'DBInstanceNotFound', message: 'none', operation: 'DescribeDBInstances', status: 404 };
    running.aws.on('rds.DescribeDBInstances', new AwsError(fault));
    const id = await running.run([step(question('$.x', ['y']))]);
    expect((await running.reach(id, 'Failed')).FailureMessage).toContain(
      'An error occurred (DBInstanceNotFound) when calling the DescribeDBInstances operation: none',
    );
  });

  it.each([
    [question('$.a[?(@.b)]', ['y']), 'is invalid'],
    [{ ...question('$.x', []) }, 'DesiredValues must be a list of at least one value'],
  ])('refuses the inputs %j', async (inputs, words) => {
    const id = await running.run([step(inputs)]).catch((error: unknown) => String(error));
    const told = id.includes('Exception') || id.includes(' ') ? id : (await running.reach(id, 'Failed')).FailureMessage;
    expect(told).toContain(words);
    expect(running.aws.calls).toEqual([]);
  });
});
