import { StopAutomationExecutionCommand } from '@aws-sdk/client-ssm';
import { AwsError, AwsUnreachable, AwsUnusable } from '../../../../functions/ports/aws-api.ts';
import { openRunning, type Running } from '../../../running.ts';

const wait = (rest: object = {}) => ({
  name: 'wait',
  action: 'aws:waitForAwsResourceProperty',
  inputs: { Service: 'rds', Api: 'DescribeDBInstances', PropertySelector: '$.Status', DesiredValues: ['available'] },
  ...rest,
});
const status = (Status: string) => ({ Status });
const fault = (code: string, httpStatus = 400) =>
  new AwsError({ code, message: 'no', operation: 'DescribeDBInstances', status: httpStatus });

describe('aws:waitForAwsResourceProperty', () => {
  let running: Running;
  beforeEach(async () => {
    running = await openRunning();
  });
  const asked = () => running.aws.calls.length;

  it('succeeds at once when the property is as desired', async () => {
    running.aws.on('rds.DescribeDBInstances', status('available'));
    await running.reach(await running.run([wait()]), 'Success');
    expect(asked()).toBe(1);
  });

  it('asks after 2, 3, 4.5 seconds and so on, in progress all the while', async () => {
    const absent = {};
    running.aws.on('rds.DescribeDBInstances', absent, status('a'), status('b'), status('available'));
    const id = await running.run([wait()]);
    await running.settled();
    expect(await running.steps(id)).toEqual([['wait', 'InProgress']]);

    for (const [milliseconds, expected] of [
      [1999, 1],
      [1, 2],
      [2999, 2],
      [1, 3],
      [4499, 3],
    ] as const) {
      running.clock.advance(milliseconds);
      await running.settled();
      expect(asked()).toBe(expected);
    }
    running.clock.advance(501);

    await running.reach(id, 'Success');
    expect(asked()).toBe(4);
  });

  it.each([[fault('Throttling')], [fault('InternalFailure', 500)], [new AwsUnreachable('rds could not be reached')]])(
    'asks again after %s',
    async (error) => {
      running.aws.on('rds.DescribeDBInstances', error, status('available'));
      const id = await running.run([wait()]);
      await running.settled();

      running.clock.advance(2_000);

      await running.reach(id, 'Success');
    },
  );

  it.each([[fault('DBInstanceNotFound', 404)], [fault('AccessDenied', 403)], [new AwsUnusable('not installed')]])(
    'fails at once with %s',
    async (error) => {
      running.aws.on('rds.DescribeDBInstances', error);
      await running.reach(await running.run([wait()]), 'Failed');
      expect(asked()).toBe(1);
    },
  );

  it.each([
    [{}, 3_600_000, 60_000],
    [{ timeoutSeconds: 90 }, 90_000, 10_000],
  ])('times out, not fails, with %j', async (rest, milliseconds, turn) => {
    running.aws.on('rds.DescribeDBInstances', status('creating'));
    const id = await running.run([wait(rest)]);
    await running.settled();
    for (let passed = 0; passed < milliseconds; passed += turn) {
      expect((await running.steps(id))[0]).toEqual(['wait', 'InProgress']);
      running.clock.advance(turn);
      await running.settled();
    }

    const { FailureMessage } = await running.reach(id, 'TimedOut');

    expect(FailureMessage).toContain("Property value 'creating' from the API output is not in the desired values.");
  });

  it('asks no more once it is cancelled', async () => {
    running.aws.on('rds.DescribeDBInstances', status('creating'));
    const id = await running.run([wait()]);
    await running.settled();

    await running.client.send(new StopAutomationExecutionCommand({ AutomationExecutionId: id }));
    await running.reach(id, 'Cancelled');

    running.clock.advance(3_600_000);
    await running.settled();
    expect(asked()).toBe(1);
  });
});
