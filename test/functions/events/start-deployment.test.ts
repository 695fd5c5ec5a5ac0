import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { compilePattern } from '../../../functions/events/pattern/compile.ts';
import { startDeployment } from '../../../functions/events/start-deployment.ts';
import { emfMetrics } from '../../../functions/ports/aws/emf-metrics.ts';
import { namedPrincipal } from '../../../functions/principals/named-principal.ts';
import { watchesOf } from '../../../functions/ports/watches.ts';
import { fakeClock } from '../../clock.ts';
import { greet, openRunningEvents } from './running-events.ts';

const place = { account: '000000000000', region: 'us-east-1' };
const policy = (Action: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
});

async function open(action = 'ssm:StartAutomationExecution') {
  const running = await openRunningEvents();
  await running.principal('events', policy(action));
  const start = async (order: unknown, id = 'request-1') => {
    const principal = await namedPrincipal('events', running.ports.store);
    return startDeployment(order, running.room.targets, { principal, place, id });
  };
  return { ...running, start };
}

describe('an order of a rule of the account', () => {
  it('is carried out as the principal events', async () => {
    const { start, started } = await open();

    await start({ target: greet, input: { Name: ['Ada'] } });

    expect(await started()).toEqual([['Greet', 'arn:aws:iam::000000000000:user/events', { Name: ['Ada'] }]]);
  });

  it('starts once for an event, or for a call of the function, however often it comes', async () => {
    const { start, started } = await open();

    await start({ target: greet, id: 'event-1' }, 'request-1');
    await start({ target: greet, id: 'event-1' }, 'request-2');
    await start({ target: greet }, 'request-3');
    await start({ target: greet }, 'request-3');

    expect(await started()).toHaveLength(2);
  });

  it.each([
    [{}, 'The input must have a target, an ARN, and may have an input and an id.'],
    [undefined, 'The input must have a target, an ARN, and may have an input and an id.'],
    [{ target: greet, input: ['x'] }, 'The input of an order must be a JSON object.'],
    [{ target: greet, id: 1 }, 'The id of an order must be a text.'],
    [{ target: 'x' }, 'Parameter x is not valid. Reason: Provided Arn is not in correct format.'],
  ])('is refused when it is %j', async (order, message) => {
    const { start, started } = await open();

    await expect(start(order)).rejects.toThrow(message);
    expect(await started()).toEqual([]);
  });

  it('is refused where the principal may not, or is not there', async () => {
    const { start, started, room } = await open('proton:*');

    await expect(start({ target: greet })).rejects.toMatchObject({ code: 'AccessDeniedException' });
    const nobody = startDeployment({ target: greet }, room.targets, { principal: undefined, place, id: '1' });
    await expect(nobody).rejects.toThrow("Nothing may be started before there is a principal 'events'.");
    expect(await started()).toEqual([]);
  });
});

describe('the rule for events of AWS', () => {
  const template = load(readFileSync('serverless/events.yml', 'utf8').replaceAll(/!(GetAtt|Ref|Sub) /g, '')) as {
    functions: { eventsHear: { events: [{ eventBridge: { pattern: object } }] } };
  };
  const { pattern } = template.functions.eventsHear.events[0].eventBridge;
  const fits = compilePattern(JSON.stringify(pattern));

  it.each([
    [
      'aws.cloudformation',
      'CloudFormation Stack Status Change',
      { 'stack-id': 'arn:x:stack/a/1', 'status-details': { status: 'CREATE_COMPLETE' } },
      true,
    ],
    [
      'aws.cloudformation',
      'CloudFormation Stack Status Change',
      { 'stack-id': 'arn:x:stack/a/1', 'status-details': { status: 'CREATE_IN_PROGRESS' } },
      false,
    ],
    [
      'aws.codebuild',
      'CodeBuild Build State Change',
      { 'build-id': 'arn:x:build/p:1', 'build-status': 'FAILED' },
      true,
    ],
    [
      'aws.codebuild',
      'CodeBuild Build State Change',
      { 'build-id': 'arn:x:build/p:1', 'build-status': 'IN_PROGRESS' },
      false,
    ],
    ['aws.ssm', 'EC2 Command Status-change Notification', { 'command-id': 'c', status: 'Success' }, true],
    ['aws.ssm', 'EC2 Command Status-change Notification', { 'command-id': 'c', status: 'InProgress' }, false],
    ['aws.states', 'Step Functions Execution Status Change', { executionArn: 'arn:x:m:1', status: 'SUCCEEDED' }, true],
    ['aws.states', 'Step Functions Execution Status Change', { executionArn: 'arn:x:m:1', status: 'RUNNING' }, false],
    ['aws.ecs', 'ECS Deployment State Change', { eventName: 'SERVICE_DEPLOYMENT_COMPLETED' }, true],
    ['aws.ecs', 'ECS Deployment State Change', { eventName: 'SERVICE_DEPLOYMENT_IN_PROGRESS' }, false],
    ['aws.ec2', 'EC2 Instance State-change Notification', { 'instance-id': 'i-1', state: 'stopped' }, true],
    ['aws.ec2', 'EC2 Instance State-change Notification', { 'instance-id': 'i-1', state: 'pending' }, false],
    ['my.own', 'CodeBuild Build State Change', { 'build-id': 'arn:x:build/p:1', 'build-status': 'FAILED' }, false],
  ])('%s %s %j fits: %s', (source, type, detail, expected) => {
    const resources = ['arn:aws:ecs:us-east-1:1:service/c/web'];
    const event = { source, 'detail-type': type, resources, detail: detail as object as Record<string, string> };

    expect(fits(event)).toBe(expected);
    if (expected) expect(watchesOf(event).length).toBeGreaterThan(0);
  });
});

describe('emfMetrics', () => {
  it('writes a line that CloudWatch takes for a metric', () => {
    const lines: string[] = [];

    emfMetrics(fakeClock(), (line) => void lines.push(line)).count('FailedInvocations');

    expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
      {
        _aws: {
          Timestamp: 1_767_225_600_000,
          CloudWatchMetrics: [
            { Namespace: 'Quaymaster', Dimensions: [[]], Metrics: [{ Name: 'FailedInvocations', Unit: 'Count' }] },
          ],
        },
        FailedInvocations: 1,
      },
    ]);
  });
});
