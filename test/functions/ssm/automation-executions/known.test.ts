import { inFlight, newestOpen, newestTurn } from '../../../../functions/ssm/automation-executions/in-flight.ts';
import { knownOf, learn, startsOf } from '../../../../functions/ssm/automation-executions/known.ts';
import type { StepRecord } from '../../../../functions/ssm/automation-executions/record.ts';
import type { Runbook } from '../../../../functions/ssm/documents/runbook.ts';

const runbook: Runbook = {
  parameters: {},
  variables: { Last: { type: 'String', default: 'none' }, Empty: { type: 'String' } },
  mainSteps: [],
  outputs: [],
};
const step = (sequence: number, name: string, rest: Partial<StepRecord> = {}): StepRecord => ({
  sequence,
  id: `id-${sequence}`,
  name,
  action: 'aws:sleep',
  status: 'Success',
  attempt: 1,
  startTime: 0,
  attemptTime: 0,
  inputs: {},
  ...rest,
});
const turn = (sequence: number, iteration: number) => ({ sequence, id: `id-${sequence}`, name: 'loop', iteration });

describe('what is known of the steps of a run', () => {
  it('has the variables as the newest step that set them left them', () => {
    const known = knownOf(runbook, [step(1, 'a', { variable: { name: 'Last', value: 'one' } }), step(2, 'b')]);
    expect(known.variables).toEqual({ Last: 'one' });

    learn(known, step(3, 'a', { variable: { name: 'Last', value: 'two' } }));

    expect(known.variables).toEqual({ Last: 'two' });
    expect(knownOf(runbook, []).variables).toEqual({ Last: 'none' });
  });

  it('has the outputs of the newest step of a name that gave some', () => {
    const known = knownOf(runbook, [step(1, 'a', { outputs: { n: 1 } }), step(2, 'a', { outputs: { n: 2 } })]);
    learn(known, step(3, 'a', { status: 'Failed' }));
    expect(known.newestOutputs.get('a')?.outputs).toEqual({ n: 2 });

    learn(known, step(1, 'a', { outputs: { n: 3 } }));

    expect(known.newestOutputs.get('a')?.outputs).toEqual({ n: 2 });
  });

  it('counts the starts of a step in each turn of a loop, and no change of it', () => {
    const known = knownOf(runbook, [step(1, 'loop', { action: 'aws:loop', status: 'InProgress' })]);
    learn(known, step(2, 'a', { parent: turn(1, 1), status: 'InProgress' }));
    learn(known, step(2, 'a', { parent: turn(1, 1) }));
    learn(known, step(3, 'a', { parent: turn(1, 1) }));
    learn(known, step(4, 'a', { parent: turn(1, 2) }));

    expect(startsOf(known, 'a', turn(1, 1))).toBe(2);
    expect(startsOf(known, 'a', turn(1, 2))).toBe(1);
    expect(startsOf(known, 'a', undefined)).toBe(0);
  });
});

describe('the steps in flight', () => {
  const open = { status: 'InProgress' } as const;
  const steps = [
    step(1, 'before'),
    step(2, 'loop', open),
    step(3, 'a', { parent: turn(2, 1) }),
    step(4, 'inner', { ...open, parent: turn(2, 2) }),
    step(5, 'b', { parent: { ...turn(4, 7), name: 'inner' } }),
  ];

  it('are the newest and the loops around it, from the inside out', () => {
    expect(inFlight(steps).map(({ sequence }) => sequence)).toEqual([5, 4, 2]);
    expect(inFlight([])).toEqual([]);
  });

  it('have the innermost open step among them', () => {
    expect(newestOpen(steps)?.name).toBe('inner');
    expect(newestOpen(steps.slice(0, 1))).toBeUndefined();
  });

  it('tell the turn that each loop is in', () => {
    expect(steps.map((one) => newestTurn(steps, one)?.iteration)).toEqual([undefined, 2, undefined, 7, undefined]);
  });
});
