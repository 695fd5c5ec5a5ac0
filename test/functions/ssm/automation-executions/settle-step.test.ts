import { getLastStep } from '../../../../functions/ssm/automation-executions/run.ts';
import { settleStep } from '../../../../functions/ssm/automation-executions/settle-step.ts';
import { openRunning } from '../../../running.ts';

const pause = (name: string) => ({ name, action: 'aws:pause', inputs: {} });

describe('settleStep', () => {
  it('changes nothing for what comes for another attempt or step, or again', async () => {
    const running = await openRunning();
    const id = await running.run([pause('one'), pause('two')]);
    await running.reach(id, 'Waiting');
    await running.settled();
    const stepId = (await getLastStep(running.ports.store, id))?.value.id ?? '';
    const settle = (attempt: number, step = stepId) =>
      settleStep({ executionId: id, stepId: step, attempt }, { verdict: 'Resumed' }, running.ports);

    await settle(2);
    await settle(1, 'another');
    await running.settled();
    expect((await running.steps(id))[0]).toEqual(['one', 'Waiting']);

    await settle(1);
    await running.settled();
    await settle(1);
    await running.settled();
    expect(await running.steps(id)).toEqual([
      ['one', 'Success'],
      ['two', 'Waiting'],
    ]);
  });
});
