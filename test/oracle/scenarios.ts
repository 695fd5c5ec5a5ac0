import { SendAutomationSignalCommand, StopAutomationExecutionCommand, type StopType } from '@aws-sdk/client-ssm';
import { AwsError } from '../../functions/ports/aws-api.ts';
import type { JsonObject } from '../../functions/ports/json.ts';
import { cancelling } from '../../functions/ssm/tasks/cancelling.ts';
import { inProgress } from '../../functions/ssm/tasks/in-progress.ts';
import { approve, set, variables } from '../functions/ssm/automation-executions/runbook-steps.ts';
import type { Act, Scenario } from './play.ts';
import type { Stage } from './stage.ts';

const admin = 'arn:aws:iam::000000000000:user/admin';
const nap = (name: string, seconds: number, rest: object = {}) => ({
  name,
  action: 'aws:sleep',
  inputs: { Duration: `PT${seconds}S` },
  ...rest,
});
const pause = (name: string, rest: object = {}) => ({ name, action: 'aws:pause', inputs: {}, ...rest });
const api = (name: string, rest: object = {}) => ({
  name,
  action: 'aws:executeAwsApi',
  inputs: { Service: 'ec2', Api: 'DescribeInstances' },
  ...rest,
});
const runbook = (...mainSteps: object[]) => ({ Runbook: { ...variables, mainSteps } });
const denied = new AwsError({ code: 'Denied', message: 'No', operation: 'DescribeInstances', status: 403 });
const refused = ({ aws }: Stage) => Promise.resolve(aws.on('ec2.DescribeInstances', denied));

const signal = ({ client }: Stage, id: string | undefined, SignalType: 'Approve' | 'Reject' | 'Resume') =>
  client.send(new SendAutomationSignalCommand({ AutomationExecutionId: id, SignalType }));
const signals = (when: string, type: 'Approve' | 'Reject' | 'Resume'): Act => ({
  when,
  how: (stage, [id]) => signal(stage, id, type),
});
const stop = ({ client }: Stage, id: string | undefined, Type: StopType = 'Cancel') =>
  client.send(new StopAutomationExecutionCommand({ AutomationExecutionId: id, Type }));
const stops = (when: string): Act => ({ when, how: (stage, [id]) => stop(stage, id) });

const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
const ana = 'arn:aws:iam::000000000000:user/ana';
const approvesAs =
  (name: string): Act['how'] =>
  async (stage, [AutomationExecutionId]) => {
    const keys = await stage.principal(name, everything);
    return stage.ssm(keys).send(new SendAutomationSignalCommand({ AutomationExecutionId, SignalType: 'Approve' }));
  };

const interactive: Act[] = [
  {
    when: 'one Pending',
    tokens: 1,
    how: ({ client }, [AutomationExecutionId]) =>
      client.send(
        new SendAutomationSignalCommand({
          AutomationExecutionId,
          SignalType: 'StartStep',
          Payload: { StepName: ['one'] },
        }),
      ),
  },
  { when: 'one Success', tokens: 2, how: (stage, [id]) => stop(stage, id, 'Complete') },
];

const child = { ...variables, mainSteps: [set('inner'), nap('doze', 1)] };
const callChild = (rest: object = {}) => ({
  name: 'call',
  action: 'aws:executeAutomation',
  inputs: { DocumentName: 'Child' },
  ...rest,
});
const fleet = { parameters: { Target: { type: 'String' } }, ...variables };
const targets = (count: number) => ({
  TargetParameterName: 'Target',
  Targets: [{ Key: 'ParameterValues', Values: Array.from({ length: count }, (_, place) => `t${place + 1}`) }],
  MaxConcurrency: '1',
});
const alarm = (...StateValues: string[]) =>
  StateValues.map((StateValue) => ({ MetricAlarms: [{ AlarmName: 'Errors', StateValue }], CompositeAlarms: [] }));
const withAlarm = { AlarmConfiguration: { Alarms: [{ Name: 'Errors' }] } };

/** The start of a task fails so many times before it works. */
const failing =
  (task: string, times: number): NonNullable<Scenario['around']> =>
  () => {
    let left = times;
    return (work, name) => async () => {
      if (name !== task || left === 0) return work();
      left -= 1;
      throw new Error('The function broke down');
    };
  };

/** Its machines make two turns each. */
const shortTurns: NonNullable<Scenario['around']> = (stage) => (work, name, payload) => async () => {
  const body = { SsmAutomationInProgress: inProgress, SsmAutomationCancelling: cancelling }[name];
  return body ? ((await body(payload as never, stage().ports, 2)) as unknown as JsonObject) : work();
};

/** What comes just before a task that hands out a token keeps it. */
const before =
  (task: string, act: Act['how']): NonNullable<Scenario['around']> =>
  (stage) =>
  (work, name, { executionId }) =>
  async () => {
    if (name === task) await act(stage(), [executionId as string]);
    return work();
  };

/** Children are cancelled when the machine above them has come to wait for that. */
const childrenLast: NonNullable<Scenario['around']> = () => {
  let waits = 0;
  const { promise: waited, resolve } = Promise.withResolvers<void>();
  return (work, name) => async () => {
    if (name === 'SsmAutomationCancelling') await waited;
    const answer = await work();
    if (name === 'SsmRateControlWaiting' && ++waits === 2) resolve();
    return answer;
  };
};

/** Everything that a machine of SSM Automation can meet. */
export const scenarios: Scenario[] = [
  { name: 'ten steps', status: 'Success', documents: runbook(...[...'abcdefghij'].map((name) => set(name))) },
  {
    name: 'a step that fails, with Abort',
    status: 'Failed',
    prepare: refused,
    documents: runbook(api('call'), set('never')),
  },
  {
    name: 'a step that fails, with Continue',
    status: 'Success',
    prepare: refused,
    documents: runbook(api('call', { onFailure: 'Continue' }), set('after')),
  },
  {
    name: 'a step that fails and is not critical',
    status: 'Success',
    prepare: refused,
    documents: runbook(api('call', { onFailure: 'Continue', isCritical: false }), set('after')),
  },
  {
    name: 'a step that fails and jumps',
    status: 'Failed',
    prepare: refused,
    documents: runbook(api('call', { onFailure: 'step:last' }), set('skipped'), set('last')),
  },
  { name: 'a sleep', status: 'Success', documents: runbook(set('first'), nap('doze', 2), set('last')) },
  {
    name: 'a gate that nobody opens',
    status: 'TimedOut',
    documents: runbook(approve([admin], { timeoutSeconds: 2 }), set('never')),
  },
  {
    name: 'a gate that nobody opens, tried twice',
    status: 'Success',
    documents: runbook(pause('gate', { timeoutSeconds: 1, maxAttempts: 2, onFailure: 'Continue', isCritical: false })),
  },
  {
    name: 'an approval',
    status: 'Success',
    documents: runbook(set('first'), approve([admin]), set('last')),
    acts: [signals('gate Waiting', 'Approve')],
  },
  {
    name: 'an approval before the token is kept',
    status: 'Success',
    documents: runbook(approve([admin]), set('last')),
    around: before('SsmAutomationWaiting', (stage, [id]) => signal(stage, id, 'Approve')),
  },
  {
    name: 'two approvers',
    status: 'Success',
    documents: runbook(approve([admin, ana], {}, 2), set('last')),
    acts: [signals('gate Waiting', 'Approve'), { when: 'gate Waiting', how: approvesAs('ana') }],
  },
  {
    name: 'a rejection',
    status: 'Failed',
    documents: runbook(approve([admin]), set('never')),
    acts: [signals('gate Waiting', 'Reject')],
  },
  {
    name: 'a pause that is resumed',
    status: 'Success',
    documents: runbook(pause('gate'), set('last')),
    acts: [signals('gate Waiting', 'Resume')],
  },
  {
    name: 'a stop during a wait, with an onCancel path',
    status: 'Cancelled',
    documents: runbook(
      pause('gate', { onCancel: 'step:undo' }),
      set('never'),
      set('undo'),
      nap('doze', 1, { isEnd: true }),
    ),
    acts: [stops('gate Waiting')],
  },
  {
    name: 'a stop before the token is kept',
    status: 'Cancelled',
    documents: runbook(pause('gate'), set('never')),
    around: before('SsmAutomationWaiting', (stage, [id]) => stop(stage, id)),
  },
  {
    name: 'a stop before the first step',
    status: 'Cancelled',
    documents: runbook(set('never')),
    around: before('SsmAutomationInProgress', (stage, [id]) => stop(stage, id)),
  },
  {
    name: 'an Interactive run that is completed',
    status: 'Success',
    documents: runbook(set('one'), set('two')),
    start: { Mode: 'Interactive' },
    acts: interactive,
  },
  {
    name: 'a child',
    status: 'Success',
    documents: { ...runbook(callChild(), set('last')), Child: child },
  },
  {
    name: 'a stop with a child',
    status: 'Cancelled',
    documents: { ...runbook(callChild(), set('never')), Child: { ...variables, mainSteps: [pause('gate')] } },
    acts: [stops('gate Waiting')],
  },
  {
    name: 'targets',
    status: 'Success',
    documents: { Runbook: { ...fleet, mainSteps: [nap('doze', 1), set('last')] } },
    start: targets(3),
  },
  {
    name: 'targets that fail',
    status: 'Failed',
    prepare: refused,
    documents: { Runbook: { ...fleet, mainSteps: [nap('doze', 1), api('call')] } },
    start: { ...targets(3), MaxErrors: '0' },
  },
  {
    name: 'a stop with targets',
    status: 'Cancelled',
    documents: { Runbook: { ...fleet, mainSteps: [pause('gate')] } },
    start: targets(2),
    around: childrenLast,
    acts: [stops('gate Waiting')],
  },
  {
    name: 'an alarm that rings',
    status: 'Cancelled',
    prepare: ({ aws }) => Promise.resolve(aws.on('cloudwatch.DescribeAlarms', ...alarm('OK', 'OK', 'ALARM'))),
    documents: runbook(pause('gate'), set('never')),
    start: withAlarm,
  },
  {
    name: 'an alarm that stays quiet',
    status: 'Success',
    prepare: ({ aws }) => Promise.resolve(aws.on('cloudwatch.DescribeAlarms', ...alarm('OK'))),
    documents: runbook(nap('doze', 1), set('last')),
    start: withAlarm,
  },
  {
    name: 'a run of more turns than one machine may make',
    status: 'Success',
    documents: runbook(...[...'abcde'].map((name) => nap(name, 1)), set('last')),
    around: shortTurns,
  },
  {
    name: 'functions that break down once',
    status: 'Success',
    documents: runbook(nap('doze', 1), set('last')),
    around: failing('SsmAutomationInProgress', 1),
  },
  {
    name: 'a wait whose function breaks down once',
    status: 'Success',
    documents: runbook(approve([admin]), set('last')),
    around: failing('SsmAutomationWaiting', 1),
    acts: [signals('gate Waiting', 'Approve')],
  },
  {
    name: 'a function that is given up',
    status: 'Failed',
    documents: runbook(set('never')),
    around: failing('SsmAutomationInProgress', Infinity),
  },
];
