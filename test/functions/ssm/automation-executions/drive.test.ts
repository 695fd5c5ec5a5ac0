import type { Query, Store } from '../../../../functions/ports/store.ts';
import { drive } from '../../../../functions/ssm/automation-executions/drive.ts';
import { getLastStep } from '../../../../functions/ssm/automation-executions/run.ts';
import { requestStop } from '../../../../functions/ssm/automation-executions/stop-automation-execution.ts';
import { openRunning } from '../../../running.ts';

const pause = { name: 'gate', action: 'aws:pause', inputs: {} };
const script = {
  name: 'script',
  action: 'aws:executeScript',
  inputs: { Runtime: 'python3.11', Handler: 'run', Script: 'def run(events, context): return 1' },
};

describe('a run that is driven twice at once', () => {
  it('does not end over a step that one of the two has not seen', async () => {
    const running = await openRunning();
    const { ports } = running;
    const { store } = ports;
    const id = await running.run([pause]);
    await running.reach(id, 'Waiting');
    await requestStop(id, { ...ports, workflows: { ...ports.workflows, fail: async () => undefined } });
    let isTorn = true;
    // The steps as they were before the other one wrote its first, the execution as it is now.
    const torn: Store = {
      ...store,
      list: async (query) => {
        const wasTorn = isTorn;
        isTorn = false;
        return wasTorn ? { items: [] } : store.list(query);
      },
    };

    await running.roles.as('SsmAutomationInProgress', () => drive(id, { ...ports, store: torn }));

    await running.reach(id, 'Cancelled');
    expect(await running.steps(id)).toEqual([['gate', 'Cancelled']]);
  });

  it('starts no step where the other has ended it meanwhile', async () => {
    const running = await openRunning();
    const { store } = running.ports;
    const list = store.list.bind(store);
    let id = '';
    // The first drive has read the run, and goes on when the other has ended it.
    store.list = async <Value>(query: Query) => {
      const page = await list<Value>(query);
      const isRun = query.from === 'execution' && page.items.length > 0;
      if (isRun && id === '') {
        [, id = ''] = query.partition.split('#');
        await requestStop(id, running.ports);
        await running.roles.as('SsmAutomationCancelling', () => drive(id, running.ports));
      }
      return page;
    };

    await running.run([script]);
    await running.settled();

    await running.reach(id, 'Cancelled');
    expect(await getLastStep(store, id)).toBeUndefined();
  });
});

describe('a further attempt of a step', () => {
  it('is on record before it does anything outside', async () => {
    const running = await openRunning();
    const begun: (number | undefined)[] = [];
    const { scripts } = running.ports;
    const start = scripts.start.bind(scripts);
    scripts.start = async (job) => {
      const [executionId = ''] = job.id.split('/');
      begun.push((await getLastStep(running.ports.store, executionId))?.value.attempt);
      await start(job);
    };
    const id = await running.run([{ ...script, maxAttempts: 2 }]);
    await running.settled();

    await running.finishScript({ status: 'Failed', message: 'it broke', log: '' });
    await running.settled();
    await running.finishScript({ status: 'Success', payload: 1, log: '' });

    await running.reach(id, 'Success');
    expect(begun).toEqual([1, 2]);
  });
});
