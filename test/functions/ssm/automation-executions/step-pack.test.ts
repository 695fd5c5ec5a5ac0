import { jest } from '@jest/globals';
import { RecordTooLarge, type Write } from '../../../../functions/ports/store.ts';
import {
  executionItem,
  stepItem,
  stepKey,
  type StepRecord,
} from '../../../../functions/ssm/automation-executions/record.ts';
import { getLastStep, getSteps } from '../../../../functions/ssm/automation-executions/run.ts';
import { packed } from '../../../../functions/ssm/automation-executions/step-pack.ts';
import { openRunning, type Running } from '../../../running.ts';
import { set, variables } from './runbook-steps.ts';

const step = (sequence: number, status: StepRecord['status'] = 'Success'): StepRecord => ({
  ...{ sequence, status, id: `id${sequence}`, name: `step${sequence}`, action: 'aws:sleep', attempt: 1 },
  ...{ startTime: 1, attemptTime: 1, inputs: {} },
});
const put = (record: StepRecord, expect = 0): Write => ({ put: stepItem('run', record), expect });

describe('the steps of one write', () => {
  it('are one record at the place of the first where they are new, finished and in a row', () => {
    expect(packed([put(step(4)), put(step(5, 'Failed')), put(step(6))])).toEqual([
      {
        put: {
          ...{ partition: 'automation-execution#run', sort: 'step#000004' },
          value: { steps: [step(4), step(5, 'Failed'), step(6)] },
        },
        expect: 0,
      },
    ]);
  });

  it('stay alone where one is open, was written before, or has others between', () => {
    const changes = [put(step(1, 'Waiting')), put(step(2)), put(step(4)), put(step(5), 1), put(step(6))];
    expect(packed(changes)).toEqual(changes);
  });

  it('leave all that is no step as it is', () => {
    const execution = { ...step(1), id: 'run', order: '1' } as unknown as Parameters<typeof executionItem>[0];
    const changes: Write[] = [
      { put: executionItem(execution), expect: 0 },
      { check: stepKey('run', 1), expect: 0 },
    ];
    expect(packed(changes)).toEqual(changes);
  });
});

describe('a run whose steps were written together', () => {
  let running: Running;
  beforeEach(async () => {
    running = await openRunning();
  });
  const names = async (id: string) =>
    (await getSteps(running.ports.store, id)).map(({ value, version, sort }) => [value.name, version, sort]);

  it('reads them one by one, each with the version and place of what holds it', async () => {
    const gate = { name: 'gate', action: 'aws:pause', inputs: {} };
    const id = await running.run([set('a'), set('b'), gate], variables);
    await running.reach(id, 'Waiting');
    expect(await names(id)).toEqual([
      ['a', 1, 'step#000001'],
      ['b', 1, 'step#000001'],
      ['gate', 1, 'step#000003'],
    ]);
    expect((await getLastStep(running.ports.store, id))?.value.name).toBe('gate');
  });

  it('writes each alone where they are too large together', async () => {
    const write = running.ports.store.write.bind(running.ports.store);
    const refused = jest.fn();
    running.ports.store.write = async (changes) => {
      const isPack = changes.some((change) => 'put' in change && 'steps' in change.put.value);
      if (isPack) refused();
      return isPack ? Promise.reject(new RecordTooLarge('too large')) : write(changes);
    };
    const id = await running.run([set('a'), set('b')], variables);
    await running.reach(id, 'Success');
    expect(refused).toHaveBeenCalledTimes(1);
    expect((await names(id)).map(([name, , sort]) => [name, sort])).toEqual([
      ['a', 'step#000001'],
      ['b', 'step#000002'],
    ]);
  });
});
