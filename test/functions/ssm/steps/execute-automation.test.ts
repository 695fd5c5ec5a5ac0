import {
  CreateDocumentCommand,
  DescribeAutomationExecutionsCommand,
  GetAutomationExecutionCommand,
  StopAutomationExecutionCommand,
} from '@aws-sdk/client-ssm';
import type { Key } from '../../../../functions/ports/store.ts';
import { drive } from '../../../../functions/ssm/automation-executions/drive.ts';
import { openRunning, type Running } from '../../../running.ts';

const set = { name: 'set', action: 'aws:updateVariable', inputs: { Name: 'variable:Last', Value: '{{ Text }}' } };
const script = {
  name: 'script',
  action: 'aws:executeScript',
  inputs: {
    Runtime: 'python3.11',
    Handler: 'main',
    Script: 'def main(e, c): return {}',
    InputPayload: { text: '{{ Text }}' },
  },
  outputs: [{ Name: 'Result', Selector: '$.Payload.result', Type: 'String' }],
};
const nested = (inputs: object = {}, rest: object = {}) => ({
  name: 'child',
  action: 'aws:executeAutomation',
  inputs: { DocumentName: 'Child', RuntimeParameters: { Text: 'hello' }, ...inputs },
  ...rest,
});

describe('aws:executeAutomation', () => {
  let running: Running;
  beforeEach(async () => {
    running = await openRunning();
    await create('Child', [script], ['script.Result']);
  });
  const create = (Name: string, mainSteps: object[], outputs: string[] = []) =>
    running.client.send(
      new CreateDocumentCommand({
        Name,
        DocumentType: 'Automation',
        Content: JSON.stringify({
          schemaVersion: '0.3',
          parameters: { Text: { type: 'String', default: 'none' } },
          variables: { Last: { type: 'String', default: 'none' } },
          mainSteps,
          outputs,
        }),
      }),
    );
  const childrenOf = async (id: string) => {
    const Filters = [{ Key: 'ParentExecutionId' as const, Values: [id] }];
    const page = await running.client.send(new DescribeAutomationExecutionsCommand({ Filters }));
    return page.AutomationExecutionMetadataList ?? [];
  };
  const childOf = async (id: string) => {
    await running.settled();
    const [child] = await childrenOf(id);
    expect(running.jobs.size).toBe(1);
    return child?.AutomationExecutionId ?? '';
  };

  it('begins no child that a stop, which came meanwhile, knows nothing of', async () => {
    const { store } = running.ports;
    const get = store.get.bind(store);
    let id = '';
    const stopped = Promise.withResolvers<void>();
    // The run is stopped and ends between the last look at it and the child's record.
    store.get = async <Value>(key: Key) => {
      if (key.partition.startsWith('documents#') && id === '') {
        id =
          (await running.client.send(new DescribeAutomationExecutionsCommand({}))).AutomationExecutionMetadataList?.[0]
            ?.AutomationExecutionId ?? '';
        if (id !== '') {
          await running.client.send(new StopAutomationExecutionCommand({ AutomationExecutionId: id }));
          await running.roles.as('SsmAutomationCancelling', () => drive(id, running.ports));
          stopped.resolve();
        }
      }
      return get<Value>(key);
    };

    await running.run([nested()]);
    await stopped.promise;
    await running.settled();

    expect(await childrenOf(id)).toEqual([]);
    await running.reach(id, 'Cancelled');
  });

  it('waits for the child and takes its outputs', async () => {
    const id = await running.run([nested()], { outputs: ['child.Output', 'child.Status', 'child.ExecutionId'] });
    const child = await childOf(id);
    expect([...running.jobs.values()]).toMatchObject([{ payload: { text: 'hello' } }]);

    await running.finishScript({ status: 'Success', payload: { result: 'done' }, log: '' });

    expect((await running.reach(id, 'Success')).Outputs).toEqual({
      'child.Output': ['done'],
      'child.Status': ['Success'],
      'child.ExecutionId': [child],
    });
    expect(await childrenOf(id)).toMatchObject([
      { ParentAutomationExecutionId: id, AutomationExecutionStatus: 'Success' },
    ]);
  });

  it('fails when the child fails, in the words of the service', async () => {
    const id = await running.run([nested()]);
    const child = await childOf(id);

    await running.finishScript({ status: 'Failed', message: 'boom', log: '' });

    const none = 'No output available yet because the step is not successfully executed';
    expect((await running.reach(id, 'Failed')).FailureMessage).toBe(
      `Step fails when it is Execution complete: verified. Failed to run automation with executionId: ${child} Failed : {Status=[Failed], Output=[${none}], ExecutionId=[${child}]}. Please refer to Automation Service Troubleshooting Guide for more diagnosis details.`,
    );
  });

  it('stops the child when it is cancelled itself', async () => {
    const id = await running.run([nested()]);
    const child = await childOf(id);

    await running.client.send(new StopAutomationExecutionCommand({ AutomationExecutionId: id }));

    await running.reach(id, 'Cancelled');
    await running.reach(child, 'Cancelled');
    expect(running.jobs.size).toBe(0);
  });

  it('stops the child and times out at its timeoutSeconds', async () => {
    const id = await running.run([nested({}, { timeoutSeconds: 60 })]);
    const child = await childOf(id);

    running.clock.advance(61_000);

    await running.reach(id, 'TimedOut');
    await running.reach(child, 'Cancelled');
  });

  it.each([
    ['an unknown runbook', { DocumentName: 'Nowhere' }, /Automation definition Nowhere was not found/],
    [
      'parameters the runbook does not have',
      { RuntimeParameters: { Nope: 'x' } },
      /Undefined execution inputs: \[Nope\]/,
    ],
  ])('fails for %s', async (_name, inputs, message) => {
    const id = await running.run([nested(inputs)]);
    expect((await running.reach(id, 'Failed')).FailureMessage).toMatch(message);
  });

  it('nests five levels deep and no further', async () => {
    await create('Level5', [set]);
    for (const level of [4, 3, 2, 1, 0])
      await create(`Level${level}`, [nested({ DocumentName: `Level${level + 1}`, RuntimeParameters: {} })]);
    const good = await running.run([nested({ DocumentName: 'Level2', RuntimeParameters: {} })]);
    await running.reach(good, 'Success');
    const tooDeep = await running.run([nested({ DocumentName: 'Level1', RuntimeParameters: {} })]);
    await running.reach(tooDeep, 'Failed');
  });

  it('tells of no parent where there is none', async () => {
    const id = await running.run([script], { parameters: { Text: { type: 'String', default: 'x' } } });
    const answer = await running.client.send(new GetAutomationExecutionCommand({ AutomationExecutionId: id }));
    expect(answer.AutomationExecution?.ParentAutomationExecutionId).toBeUndefined();
  });
});
