import {
  CreateDocumentCommand,
  DescribeAutomationExecutionsCommand,
  SendAutomationSignalCommand,
  StartAutomationExecutionCommand,
  StopAutomationExecutionCommand,
} from '@aws-sdk/client-ssm';
import { reconcile } from '../../../../functions/ssm/tasks/reconcile.ts';
import { recordFailure } from '../../../../functions/ssm/tasks/record-failure.ts';
import { openRunning, type Running } from '../../../running.ts';

const rateControls = { concurrent: 1, queued: 1 };
const pause = { name: 'gate', action: 'aws:pause', inputs: {} };

describe('concurrent automations', () => {
  let running: Running;
  beforeEach(async () => {
    running = await openRunning();
    running.ports.quotas = { automations: { concurrent: 2, queued: 3 }, rateControls };
  });

  const start = async (input = {}): Promise<string> =>
    (await running.client.send(new StartAutomationExecutionCommand({ DocumentName: 'Runbook1', ...input })))
      .AutomationExecutionId ?? '';
  const resume = (id: string) =>
    running.client.send(new SendAutomationSignalCommand({ AutomationExecutionId: id, SignalType: 'Resume' }));
  const stop = (id: string) => running.client.send(new StopAutomationExecutionCommand({ AutomationExecutionId: id }));
  const statuses = async (...ids: string[]): Promise<(string | undefined)[]> => {
    await running.settled();
    const { AutomationExecutionMetadataList: list = [] } = await running.client.send(
      new DescribeAutomationExecutionsCommand({}),
    );
    return ids.map(
      (id) => list.find(({ AutomationExecutionId }) => AutomationExecutionId === id)?.AutomationExecutionStatus,
    );
  };
  /** Starts so many runs that wait at a gate; the first creates their document. */
  const startMany = async (count: number): Promise<string[]> => {
    const ids = [await running.run([pause])];
    while (ids.length < count) ids.push(await start());
    return ids;
  };

  /** A start of a document that waits at a gate, once for its one target. */
  const each = {
    DocumentName: 'Each',
    TargetParameterName: 'Node',
    Targets: [{ Key: 'ParameterValues', Values: ['n1'] }],
  };
  const createEach = () =>
    running.client.send(
      new CreateDocumentCommand({
        Name: 'Each',
        DocumentType: 'Automation',
        Content: JSON.stringify({
          schemaVersion: '0.3',
          parameters: { Node: { type: 'String' } },
          mainSteps: [pause],
        }),
      }),
    );
  const childOf = async (id: string): Promise<string> => {
    const { AutomationExecutionMetadataList: list = [] } = await running.client.send(
      new DescribeAutomationExecutionsCommand({ Filters: [{ Key: 'ParentExecutionId', Values: [id] }] }),
    );
    return list[0]?.AutomationExecutionId ?? '';
  };

  it('are no more than the quota, the others are Pending and go on first come, first served', async () => {
    const [one = '', two = '', three = '', four = ''] = await startMany(4);
    expect(await statuses(one, two, three, four)).toEqual(['Waiting', 'Waiting', 'Pending', 'Pending']);

    await resume(two);
    expect(await statuses(one, two, three, four)).toEqual(['Waiting', 'Success', 'Waiting', 'Pending']);

    await resume(one);
    await resume(three);
    expect(await statuses(one, two, three, four)).toEqual(['Success', 'Success', 'Success', 'Waiting']);
    await resume(four);
    expect(await statuses(four)).toEqual(['Success']);
  });

  it('are found in the queue a month later', async () => {
    const [one = '', , three = ''] = await startMany(3);
    await running.settled();
    running.clock.advance(32 * 86_400_000);
    await running.settled();

    await resume(one);

    expect(await statuses(three)).toEqual(['Waiting']);
  });

  it('are found in the queue by no index, which would hear of a start only after a while', async () => {
    const { store } = running.ports;
    const list = store.list.bind(store);
    const [one = '', , three = ''] = await startMany(3);
    await running.settled();
    store.list = async (query) => (query.index ? { items: [] } : list(query));

    await resume(one);
    await running.settled();

    store.list = list;
    expect(await statuses(one, three)).toEqual(['Success', 'Waiting']);
  });

  it('tells the bus when an execution is queued and when it goes on', async () => {
    const [one = '', , three = ''] = await startMany(3);
    await running.settled();
    await resume(one);
    await running.settled();

    expect(running.told(three)).toEqual([
      'run Pending',
      'run InProgress',
      'gate InProgress',
      'gate Waiting',
      'run Waiting',
    ]);
  });

  it('lets nobody pass the queue, also in Interactive mode', async () => {
    const [one = ''] = await startMany(3);
    const last = await start({ Mode: 'Interactive' });
    await running.client
      .send(
        new SendAutomationSignalCommand({
          AutomationExecutionId: last,
          SignalType: 'StartStep',
          Payload: { StepName: ['gate'] },
        }),
      )
      .catch(() => undefined);
    expect(await statuses(last)).toEqual(['Pending']);

    await resume(one);
    expect(await statuses(last)).toEqual(['Pending']);
  });

  it('refuses a start when the queue is full, and leaves nothing behind', async () => {
    await startMany(5);

    await expect(start()).rejects.toMatchObject({
      name: 'AutomationExecutionLimitExceededException',
      message: 'The number of simultaneously running Automation executions exceeded the allowable limit.',
    });

    const { AutomationExecutionMetadataList: list } = await running.client.send(
      new DescribeAutomationExecutionsCommand({}),
    );
    expect(list).toHaveLength(5);
  });

  it('counts right when many start at once', async () => {
    running.ports.quotas = { automations: { concurrent: 3, queued: 100 }, rateControls };
    const first = await running.run([pause]);
    const ids = [first, ...(await Promise.all(Array.from({ length: 19 }, () => start())))];

    const counted = await statuses(...ids);
    expect(counted.filter((status) => status === 'Waiting')).toHaveLength(3);
    expect(counted.filter((status) => status === 'Pending')).toHaveLength(17);
  });

  it('starts one execution for one client token, queued or not', async () => {
    await startMany(2);
    const ClientToken = '00000000-0000-4000-8000-000000000001';
    const ids = await Promise.all([start({ ClientToken }), start({ ClientToken })]);

    expect(new Set(ids).size).toBe(1);
    expect(await statuses(ids[0] ?? '')).toEqual(['Pending']);
  });

  it('takes a stopped execution out of the queue and frees the place of a stopped run', async () => {
    const [one = '', two = '', three = '', four = ''] = await startMany(4);
    await running.settled();
    await stop(three);
    expect(await statuses(three, four)).toEqual(['Cancelled', 'Pending']);
    expect(await running.steps(three)).toEqual([['gate', 'Pending']]);

    await stop(one);
    expect(await statuses(one, two, four)).toEqual(['Cancelled', 'Waiting', 'Waiting']);
    const five = await start();
    expect(await statuses(five)).toEqual(['Pending']);
  });

  it('frees the place of a run that the engine gave up', async () => {
    const [one = '', , three = ''] = await startMany(3);
    await running.settled();

    await recordFailure({ executionId: one }, running.ports);

    expect(await statuses(one, three)).toEqual(['Failed', 'Waiting']);
  });

  it('let a child run in the place of its parent', async () => {
    running.ports.quotas = { automations: { concurrent: 1, queued: 3 }, rateControls };
    await running.run([{ name: 'nap', action: 'aws:sleep', inputs: { Duration: 'PT1S' } }]);
    running.clock.advance(1_000);
    await running.settled();

    const parent = await running.run([
      { name: 'child', action: 'aws:executeAutomation', inputs: { DocumentName: 'Runbook1' } },
    ]);
    await running.settled();
    running.clock.advance(1_000);
    await running.settled();
    running.clock.advance(60_000);

    await running.reach(parent, 'Success');
  });

  it('go on by themselves when a call that would have let them on was lost', async () => {
    const [one = '', , three = ''] = await startMany(3);
    await running.settled();
    const kept = { ...running.ports.workflows };
    running.ports.workflows.succeed = async (token, output) => {
      if ((output as { executionId?: string }).executionId !== three) await kept.succeed(token, output);
    };
    await resume(one);
    expect(await statuses(one, three)).toEqual(['Success', 'InProgress']);
    Object.assign(running.ports.workflows, kept);

    await running.roles.as('SsmReconcile', () => reconcile(running.ports));

    expect(await statuses(three)).toEqual(['Waiting']);
  });

  it('count executions with targets apart, and let them wait before they begin', async () => {
    await createEach();
    const [one, two] = [await start(each), await start(each)];
    await expect(start(each)).rejects.toMatchObject({ name: 'AutomationExecutionLimitExceededException' });
    const [plain] = await startMany(1);
    expect(await statuses(one, two, plain ?? '')).toEqual(['InProgress', 'Pending', 'Waiting']);
    expect(await childOf(two)).toBe('');

    await resume(await childOf(one));
    expect(await statuses(one, two)).toEqual(['Success', 'InProgress']);

    const three = await start(each);
    expect(await statuses(three)).toEqual(['Pending']);
    await stop(three);
    expect(await statuses(three)).toEqual(['Cancelled']);
    await resume(await childOf(two));
    expect(await statuses(two)).toEqual(['Success']);
    expect(await statuses(await start(each))).toEqual(['InProgress']);
  });

  it('let one with targets begin whose place came before it could be woken', async () => {
    let queued = '';
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    running = await openRunning(':memory:', undefined, (task, name, { executionId }) => async () => {
      if (name === 'SsmRateControlWaiting' && executionId === queued) await held;
      return task();
    });
    running.ports.quotas = { automations: { concurrent: 5, queued: 5 }, rateControls };
    await createEach();
    const one = await start(each);
    queued = await start(each);
    await running.settled();
    await resume(await childOf(one));
    expect(await statuses(one, queued)).toEqual(['Success', 'InProgress']);
    expect(await childOf(queued)).toBe('');

    release();
    await running.settled();

    expect(await childOf(queued)).not.toBe('');
  });
});
