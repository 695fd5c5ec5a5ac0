import { openRunning, type Running } from '../../../running.ts';
import { people } from './people.ts';
import { set, variables } from './runbook-steps.ts';

const nap = () => ({ name: 'nap', action: 'aws:sleep', inputs: { Duration: 'PT1H' } });
const pause = (name: string) => ({ name, action: 'aws:pause', inputs: {} });
const scriptInputs = { Runtime: 'python3.11', Handler: 'main', Script: 'def main(e, c): return {}' };
const parameters = {
  Text: { type: 'String', default: 'usual', allowedValues: ['usual', 'other'] },
  Role: { type: 'String', default: '' },
};

describe('StartStep', () => {
  let running: Running;
  let act: ReturnType<typeof people>;
  beforeEach(async () => {
    running = await openRunning();
    act = people(running);
  });

  it('overrides parameters for one step, and shows them', async () => {
    const parameters = { Text: { type: 'String', default: 'usual', allowedValues: ['usual', 'other'] } };
    const value = { inputs: { Name: 'variable:Last', Value: '{{ variable:Last }}+{{ Text }}' } };
    const id = await running.runInteractive([set('a', value), set('b', value)], { ...variables, parameters });
    await running.settled();

    await act.signal(id, 'StartStep', { StepName: ['a'], Text: ['other'] });
    await running.settled();
    await act.startStep(id, 'b');

    const { Variables, Parameters } = await running.reach(id, 'Waiting');
    expect([Variables, Parameters]).toEqual([{ Last: ['none+other+usual'] }, { Text: ['usual'] }]);
    expect((await act.stepExecutions(id)).map(({ OverriddenParameters }) => OverriddenParameters)).toEqual([
      { Text: ['other'] },
      {},
    ]);
  });

  it('overrides parameters for the steps of a loop and its condition, too', async () => {
    const parameters = { End: { type: 'String', default: 'none+' } };
    const loop = {
      name: 'loop',
      action: 'aws:loop',
      inputs: {
        LoopCondition: { Not: { Variable: '{{ variable:Last }}', StringEquals: '{{ End }}' } },
        MaxIterations: 10,
        Steps: [set('inner', { inputs: { Name: 'variable:Last', Value: '{{ variable:Last }}+' } })],
      },
    };
    const id = await running.runInteractive([loop, set('b')], { ...variables, parameters });
    await running.settled();

    await act.signal(id, 'StartStep', { StepName: ['loop'], End: ['none+++'] });
    await running.settled();

    expect(await running.reach(id, 'Waiting')).toMatchObject({ Variables: { Last: ['none+++'] } });
  });

  it('takes one of a start and a completion at the same moment', async () => {
    const id = await running.runInteractive([nap(), set('b')], variables);
    await running.settled();

    const answers = await Promise.allSettled([
      act.signal(id, 'StartStep', { StepName: ['nap'] }),
      act.stop(id, 'Complete'),
    ]);

    expect(answers.map((answer) => answer.status).sort()).toEqual(['fulfilled', 'rejected']);
    await running.settled();
    const isStarted = answers[0].status === 'fulfilled';
    expect(await act.status(id)).toBe(isStarted ? 'InProgress' : 'Success');
    expect((await running.steps(id))[0]).toEqual(['nap', isStarted ? 'InProgress' : 'Pending']);
  });

  const refusal = (id: string, reason: string) => ({
    name: 'InvalidAutomationSignalException',
    $metadata: { httpStatusCode: 400 },
    message: `Signal StartStep cannot be sent to automation execution ${id}: ${reason}.`,
  });
  const start = (id: string, Payload?: Record<string, string[]>) => act.signal(id, 'StartStep', Payload);

  it.each<[string, Record<string, string[]> | undefined]>([
    ['no payload', undefined],
    ['no StepName', { Text: ['other'] }],
    ['an empty StepName', { StepName: [] }],
    ['two StepNames', { StepName: ['a', 'b'] }],
  ])('refuses %s', async (_name, payload) => {
    const id = await running.runInteractive([set('a'), set('b')], { ...variables, parameters });

    await expect(start(id, payload)).rejects.toMatchObject(refusal(id, 'its payload must have one StepName'));
  });

  it.each<[string, Record<string, string[]>, string]>([
    ['a parameter the runbook does not have', { Other: ['x'] }, 'Undefined execution inputs: [Other]'],
    ['a name every object has', { toString: ['x'] }, 'Undefined execution inputs: [toString]'],
    [
      'a value that is not allowed',
      { Text: ['third'] },
      'Parameter "Text" has value "third" not found in [usual, other]',
    ],
    ['a value of another type', { Text: ['usual', 'other'] }, 'Parameter "Text" is not a valid String'],
    [
      'the role of the runbook',
      { Role: ['arn:aws:iam::1:role/x'] },
      'parameter Role is part of the role the runbook acts as',
    ],
    ['more than 64 KB', { Text: ['x'.repeat(65_536)] }, 'the parameters are larger than 64 KB'],
  ])('refuses to override %s', async (_name, given, reason) => {
    const document = { ...variables, parameters, assumeRole: '{{ Role }}' };
    const id = await running.runInteractive([set('a')], document);

    await expect(start(id, { StepName: ['a'], ...given })).rejects.toMatchObject(refusal(id, reason));

    expect(await act.status(id)).toBe('Waiting');
    expect(await running.steps(id)).toEqual([['a', 'Pending']]);
  });

  it('refuses a step that the runbook does not have', async () => {
    const id = await running.runInteractive([set('a')], variables);

    await expect(start(id, { StepName: ['nowhere'] })).rejects.toMatchObject({
      name: 'AutomationStepNotFoundException',
      message: `Automation execution ${id} has no step nowhere.`,
    });
  });

  it('refuses every step but the next one, steps of a loop too', async () => {
    const inputs = { Iterators: ['x'], IteratorDataType: 'String', Steps: [set('inner')] };
    const id = await running.runInteractive(
      [set('a'), set('b'), { name: 'loop', action: 'aws:loop', inputs }],
      variables,
    );
    await act.startStep(id, 'a');

    for (const name of ['a', 'loop', 'inner'])
      await expect(start(id, { StepName: [name] })).rejects.toMatchObject(
        refusal(id, `step ${name} does not follow, step b does`),
      );
    expect((await running.steps(id)).slice(1)).toEqual([
      ['b', 'Pending'],
      ['loop', 'Pending'],
    ]);
  });

  it('refuses another step, or the same with other parameters, while one is in flight or about to start', async () => {
    const id = await running.runInteractive([pause('a'), pause('b')], { parameters });

    const answers = await Promise.allSettled([
      start(id, { StepName: ['a'] }),
      start(id, { StepName: ['a'], Text: ['other'] }),
    ]);

    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await running.settled();
    await expect(start(id, { StepName: ['b'] })).rejects.toMatchObject(refusal(id, 'step a is still Waiting'));
    await expect(start(id, { StepName: ['a'], Text: ['usual'] })).rejects.toMatchObject(
      refusal(id, 'step a is still Waiting'),
    );
  });

  it('refuses a run in Auto mode', async () => {
    const id = await running.run([pause('a'), pause('b')]);
    await running.reach(id, 'Waiting');

    await expect(start(id, { StepName: ['b'] })).rejects.toMatchObject(refusal(id, 'it is not in Interactive mode'));
  });

  it('refuses a run that is over', async () => {
    const id = await running.runInteractive([set('a')], variables);
    await act.stop(id, 'Complete');
    await running.reach(id, 'Success');

    await expect(start(id, { StepName: ['a'] })).rejects.toMatchObject(refusal(id, 'it is already Success'));
  });

  it('refuses a run that is being cancelled', async () => {
    const undo = { name: 'undo', action: 'aws:executeScript', inputs: scriptInputs };
    const id = await running.runInteractive([{ ...nap(), onCancel: 'step:undo' }, undo]);
    await act.startStep(id, 'nap');
    await act.stop(id);
    await running.settled();

    await expect(start(id, { StepName: ['undo'] })).rejects.toMatchObject(refusal(id, 'it is being cancelled'));
  });

  it('is heard before the run has begun to wait', async () => {
    const held: (() => void)[] = [];
    running = await openRunning(':memory:', undefined, (task) => () => {
      return new Promise<void>((resolve) => held.push(resolve)).then(task);
    });
    act = people(running);
    const id = await running.runInteractive([set('a')], variables);
    await act.startStep(id, 'a');
    expect(await running.steps(id)).toEqual([['a', 'Pending']]);

    while (held.length) {
      held.shift()?.();
      await running.settled();
    }

    expect(await running.steps(id)).toEqual([['a', 'Success']]);
  });
});
