import {
  CreateDocumentCommand,
  GetAutomationExecutionCommand,
  SendAutomationSignalCommand,
  type SignalType,
  StartAutomationExecutionCommand,
  StopAutomationExecutionCommand,
} from '@aws-sdk/client-ssm';
import { reconcile } from '../../../../functions/ssm/tasks/reconcile.ts';
import type { Running } from '../../../running.ts';

/** A runbook, what people do while it runs, and how it must end whatever goes wrong on the way. */
export interface Scenario {
  name: string;
  document: object;
  mode?: 'Interactive';
  /** What somebody does when the run rests; undefined where only time helps. */
  act?: (
    running: Running,
    id: string,
    steps: [string | undefined, string | undefined][],
  ) => Promise<unknown> | undefined;
  status: string;
  steps: [string, string][];
}

const set = (name: string, rest: object = {}) => ({
  name,
  action: 'aws:updateVariable',
  inputs: { Name: 'variable:Last', Value: `{{ variable:Last }}${name}` },
  ...rest,
});
const runbook = (mainSteps: object[]) => ({
  schemaVersion: '0.3',
  variables: { Last: { type: 'String', default: '' } },
  mainSteps,
});
const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];
const script = {
  name: 'script',
  action: 'aws:executeScript',
  inputs: { Runtime: 'python3.11', Handler: 'main', Script: 'def main(e, c): return {}' },
};
const gate = { name: 'gate', action: 'aws:approve', inputs: { Approvers: ['admin'] } };
const nap = { name: 'nap', action: 'aws:sleep', inputs: { Duration: 'PT24H' }, onCancel: 'step:undo' };
const loop = {
  name: 'loop',
  action: 'aws:loop',
  inputs: { Iterators: ['x', 'y', 'z'], IteratorDataType: 'String', Steps: [set('inner'), set('after')] },
};

export const tenSteps: Scenario = {
  name: 'ten quick steps',
  document: runbook(letters.map((name) => set(name))),
  status: 'Success',
  steps: letters.map((name) => [name, 'Success']),
};

export const approveAndScript: Scenario = {
  name: 'an approval and a script',
  document: runbook([set('a'), gate, script, set('b')]),
  act: (running, id, steps) => {
    if (running.jobs.size) return finishScript(running);
    if (!steps.some(([name, status]) => name === 'gate' && status === 'Waiting')) return undefined;
    const input = { AutomationExecutionId: id, SignalType: 'Approve' as const };
    return running.client.send(new SendAutomationSignalCommand(input));
  },
  status: 'Success',
  steps: [
    ['a', 'Success'],
    ['gate', 'Success'],
    ['script', 'Success'],
    ['b', 'Success'],
  ],
};

/** A result that could not be told is told again. */
async function finishScript(running: Running): Promise<void> {
  const jobs = [...running.jobs];
  await running.finishScript({ status: 'Success', payload: {}, log: '' }).catch((error: unknown) => {
    for (const [id, job] of jobs) running.jobs.set(id, job);
    throw error;
  });
}

export const cancelled: Scenario = {
  name: 'a cancel with its onCancel path',
  document: runbook([set('a'), nap, set('b'), set('undo'), set('last', { isEnd: true })]),
  act: (running, id, steps) => {
    if (!steps.some(([name, status]) => name === 'nap' && status === 'InProgress')) return undefined;
    return running.client.send(new StopAutomationExecutionCommand({ AutomationExecutionId: id }));
  },
  status: 'Cancelled',
  steps: [
    ['a', 'Success'],
    ['nap', 'Cancelled'],
    ['undo', 'Success'],
    ['last', 'Success'],
    ['b', 'Pending'],
  ],
};

export const looped: Scenario = {
  name: 'a loop',
  document: runbook([set('a'), loop, set('b')]),
  status: 'Success',
  steps: [
    ['a', 'Success'],
    ['loop', 'Success'],
    ['inner', 'Success'],
    ['after', 'Success'],
    ['inner', 'Success'],
    ['after', 'Success'],
    ['inner', 'Success'],
    ['after', 'Success'],
    ['b', 'Success'],
  ],
};

/** Somebody starts each step, stops the nap the first time, and completes the run in the end. */
export const interactive: Scenario = {
  name: 'Interactive mode with a stopped step',
  mode: 'Interactive',
  document: runbook([{ ...nap, inputs: { Duration: 'PT9S' }, onCancel: 'step:b' }, set('b')]),
  act: async (running, id) => {
    const steps = await stepsOf(running, id);
    const last = steps.findLast(({ StepStatus }) => StepStatus !== 'Pending');
    if (last?.StepStatus === 'InProgress')
      return steps[0] === last
        ? signal(running, id, 'StopStep', { StepExecutionId: [last.StepExecutionId ?? ''] })
        : {};
    const next = last ? last.ValidNextSteps?.[0] : 'nap';
    if (next !== undefined) return signal(running, id, 'StartStep', { StepName: [next] });
    return running.client.send(new StopAutomationExecutionCommand({ AutomationExecutionId: id, Type: 'Complete' }));
  },
  status: 'Success',
  steps: [
    ['nap', 'Cancelled'],
    ['nap', 'Success'],
    ['b', 'Success'],
  ],
};

const stepsOf = async (running: Running, id: string) => {
  const input = { AutomationExecutionId: id };
  return (
    (await running.client.send(new GetAutomationExecutionCommand(input))).AutomationExecution?.StepExecutions ?? []
  );
};

const signal = (running: Running, id: string, SignalType: SignalType, Payload: Record<string, string[]>) =>
  running.client.send(new SendAutomationSignalCommand({ AutomationExecutionId: id, SignalType, Payload }));

export const scenarios = [tenSteps, approveAndScript, cancelled, looped, interactive];

/** Puts a scenario's runbook there. */
export const create = (running: Running, { document }: Scenario) =>
  running.client.send(
    new CreateDocumentCommand({ Name: 'Scenario', DocumentType: 'Automation', Content: JSON.stringify(document) }),
  );

const ClientToken = '11111111-2222-4333-8444-555555555555';

/** Starts it as a careful client does: again, with the same token, until an answer comes. */
export async function start(running: Running, { mode: Mode }: Scenario): Promise<string> {
  const input = { DocumentName: 'Scenario', ClientToken, ...(Mode && { Mode }) };
  for (let attempt = 0; attempt < 5; attempt++) {
    const answer = await running.client.send(new StartAutomationExecutionCommand(input)).catch(() => undefined);
    if (answer?.AutomationExecutionId) return answer.AutomationExecutionId;
  }
  throw new Error('The start was never answered.');
}

const ended = new Set(['Success', 'Failed', 'TimedOut', 'Cancelled']);

/** Lets a started scenario go on to its end: acts when it rests, gives it a little time when there is nothing to do. Calls that fail are made again. */
export async function finish(running: Running, id: string, { act }: Scenario): Promise<string> {
  for (let turn = 0; turn < 60; turn++) {
    await running.settled();
    const { AutomationExecutionStatus: status = '' } = await running.reach(id, ...statuses);
    if (ended.has(status)) return status;
    await Promise.resolve(act?.(running, id, await running.steps(id))).catch(() => undefined);
    await running.settled();
    running.clock.advance(2000);
    if (turn % 10 === 9) await running.roles.as('SsmReconcile', () => reconcile(running.ports));
  }
  throw new Error(`The run rests at ${JSON.stringify(await running.steps(id))}.`);
}

const statuses = ['InProgress', 'Waiting', 'Cancelling', ...ended];
