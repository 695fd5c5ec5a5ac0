import { DescribeAutomationExecutionsCommand } from '@aws-sdk/client-ssm';
import { openRunning, type Running } from '../../../running.ts';
import { people } from './people.ts';
import { script, set, variables } from './runbook-steps.ts';

const pause = { name: 'gate', action: 'aws:pause', inputs: {} };

describe('StopStep', () => {
  let running: Running;
  let act: ReturnType<typeof people>;
  beforeEach(async () => {
    running = await openRunning();
    act = people(running);
  });

  it('stops a step, with its script, and starts it again', async () => {
    const id = await running.runInteractive([script('s', { onCancel: 'step:b' }), set('b')], variables);
    await running.settled();
    await act.startStep(id, 's');
    expect(running.jobs.size).toBe(1);

    await act.stopStep(id, 's');
    await running.settled();

    expect(running.jobs.size).toBe(0);
    expect(await act.status(id)).toBe('Waiting');
    expect(
      (await act.stepExecutions(id)).map(({ StepStatus, ValidNextSteps }) => [StepStatus, ValidNextSteps]),
    ).toEqual([
      ['Cancelled', ['s']],
      ['Pending', undefined],
    ]);
    const first = await act.stepId(id, 's');
    await act.startStep(id, 's');
    expect(await act.stepId(id, 's')).not.toBe(first);
    await running.finishScript({ status: 'Success', payload: { n: 1 }, log: '' });
    await running.settled();
    await act.startStep(id, 'b');
    expect(await running.steps(id)).toEqual([
      ['s', 'Cancelled'],
      ['s', 'Success'],
      ['b', 'Success'],
    ]);
  });

  it.each(['loop', 'gate'])('stops a loop with its step when %s is stopped', async (name) => {
    const inputs = { Iterators: ['x', 'y'], IteratorDataType: 'String', Steps: [set('inner'), pause, set('after')] };
    const id = await running.runInteractive([{ name: 'loop', action: 'aws:loop', inputs }, set('b')], variables);
    await running.settled();
    await act.startStep(id, 'loop');

    await act.stopStep(id, name);
    await running.settled();

    expect(await running.steps(id)).toEqual([
      ['loop', 'Cancelled'],
      ['inner', 'Success'],
      ['gate', 'Cancelled'],
      ['b', 'Pending'],
    ]);
    await act.startStep(id, 'loop');
    expect((await running.steps(id)).slice(3)).toEqual([
      ['loop', 'InProgress'],
      ['inner', 'Success'],
      ['gate', 'Waiting'],
      ['b', 'Pending'],
    ]);
  });

  it('takes one of a stop and an approval of the same step at the same moment', async () => {
    const gate = { name: 'gate', action: 'aws:approve', inputs: { Approvers: ['admin'] } };
    for (const order of [0, 1]) {
      const id = await running.runInteractive([gate, set('b')], variables);
      await running.settled();
      await act.startStep(id, 'gate');
      const StepExecutionId = [await act.stepId(id, 'gate')];
      const both = [() => act.signal(id, 'Approve'), () => act.signal(id, 'StopStep', { StepExecutionId })];

      const answers = await Promise.allSettled((order ? both : both.reverse()).map((send) => send()));

      expect(answers.map((answer) => answer.status).sort()).toEqual(['fulfilled', 'rejected']);
      await running.settled();
      const isApproved = answers[order ? 0 : 1]?.status === 'fulfilled';
      expect((await running.steps(id))[0]).toEqual(['gate', isApproved ? 'Success' : 'Cancelled']);
    }
  });

  const refusal = (id: string, reason: string) => ({
    name: 'InvalidAutomationSignalException',
    $metadata: { httpStatusCode: 400 },
    message: `Signal StopStep cannot be sent to automation execution ${id}: ${reason}.`,
  });

  it('cancels the child execution of the step', async () => {
    const child = await running.run([pause]);
    await running.reach(child, 'Waiting');
    const nested = { name: 'child', action: 'aws:executeAutomation', inputs: { DocumentName: 'Runbook1' } };
    const id = await running.runInteractive([nested]);
    await act.startStep(id, 'child');
    const Filters = [{ Key: 'ParentExecutionId' as const, Values: [id] }];
    const page = await running.client.send(new DescribeAutomationExecutionsCommand({ Filters }));
    const mine = page.AutomationExecutionMetadataList?.[0]?.AutomationExecutionId ?? '';

    await act.stopStep(id, 'child');

    await running.reach(mine, 'Cancelled');
    await running.reach(id, 'Waiting');
    expect(await act.status(child)).toBe('Waiting');
  });

  it('keeps a step from beginning that was just started', async () => {
    const id = await running.runInteractive([script('s'), set('b')], variables);
    await running.settled();
    const { store } = running.ports;
    const write = store.write.bind(store);
    let isStopped = false;
    store.write = async (changes) => {
      await write(changes);
      const isBegun = changes.some((change) => 'put' in change && change.put.sort.startsWith('step#'));
      if (!isBegun || isStopped) return;
      isStopped = true;
      await act.stopStep(id, 's');
    };

    await act.startStep(id, 's');

    expect(running.jobs.size).toBe(0);
    expect((await running.steps(id))[0]).toEqual(['s', 'Cancelled']);
    expect(await act.status(id)).toBe('Waiting');
  });

  it.each<[string, Record<string, string[]> | undefined, string]>([
    ['no payload', undefined, 'its payload must have one StepExecutionId'],
    ['two ids', { StepExecutionId: ['a', 'b'] }, 'its payload must have one StepExecutionId'],
    ['a name', { StepName: ['gate'] }, 'its payload has no key StepName, only StepExecutionId'],
  ])('refuses %s', async (_name, payload, reason) => {
    const id = await running.runInteractive([pause]);
    await act.startStep(id, 'gate');

    await expect(act.signal(id, 'StopStep', payload)).rejects.toMatchObject(refusal(id, reason));

    expect(await running.steps(id)).toEqual([['gate', 'Waiting']]);
  });

  it('refuses a step of another execution', async () => {
    const [id, other] = [await running.runInteractive([pause]), await running.runInteractive([pause])];
    await act.startStep(id, 'gate');
    await act.startStep(other, 'gate');
    const StepExecutionId = [await act.stepId(other, 'gate')];

    await expect(act.signal(id, 'StopStep', { StepExecutionId })).rejects.toMatchObject({
      name: 'AutomationStepNotFoundException',
      message: `Automation execution ${id} has no step ${StepExecutionId[0]}.`,
    });
    expect(await running.steps(other)).toEqual([['gate', 'Waiting']]);
  });

  it('refuses a step that has not started, or is over', async () => {
    const id = await running.runInteractive([set('a'), set('b')], variables);
    await act.startStep(id, 'a');

    await expect(act.stopStep(id, 'b')).rejects.toMatchObject(refusal(id, 'the step has not started'));
    await expect(act.stopStep(id, 'a')).rejects.toMatchObject(refusal(id, 'step a is already Success'));
  });

  it('refuses a run in Auto mode', async () => {
    const id = await running.run([pause]);
    await running.reach(id, 'Waiting');

    await expect(act.stopStep(id, 'gate')).rejects.toMatchObject(refusal(id, 'it is not in Interactive mode'));
    expect(await running.steps(id)).toEqual([['gate', 'Waiting']]);
  });
});
