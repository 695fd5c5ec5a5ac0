import { conditionText, endId, graphOf, startId } from '../../../console/views/run/graph.ts';
import { runbookFrom } from '../../../console/views/run/runbook.ts';

const stepsOf = (...mainSteps: object[]) => runbookFrom(JSON.stringify({ mainSteps })).steps;
const ways = (graph: ReturnType<typeof graphOf>) =>
  graph.edges.map(({ from, to, kind, label, isTaken }) => `${from} > ${to} ${kind} ${label}${isTaken ? ' taken' : ''}`);
const ran = (name: string, start: number, loop?: string) => ({ name, status: 'Success', start, loop });

const branching = stepsOf(
  {
    name: 'choose',
    action: 'aws:branch',
    inputs: {
      Choices: [{ Variable: '{{ Stage }}', StringEquals: 'live', NextStep: 'slow' }],
      Default: 'fast',
    },
  },
  { name: 'slow', action: 'aws:sleep', nextStep: 'check' },
  { name: 'fast', action: 'aws:sleep', onFailure: 'step:undo' },
  { name: 'check', action: 'aws:sleep', isEnd: true, onCancel: 'step:undo' },
  { name: 'undo', action: 'aws:sleep' },
);

describe('the graph of a runbook', () => {
  it('has every way a run may go', () => {
    expect(ways(graphOf(branching, [], false))).toEqual([
      `${startId} > choose next `,
      'choose > slow choice Stage = live',
      'choose > fast choice otherwise',
      'slow > check next ',
      'fast > check next ',
      'fast > undo failure on failure',
      `check > ${endId} next `,
      'check > undo cancel on cancel',
      `undo > ${endId} next `,
    ]);
  });

  it('marks the way a run took, in the order its steps began', () => {
    const graph = graphOf(branching, [ran('fast', 2), ran('choose', 1), ran('undo', 3)], true);

    expect(ways(graph).filter((way) => way.endsWith('taken'))).toEqual([
      `${startId} > choose next  taken`,
      'choose > fast choice otherwise taken',
      'fast > undo failure on failure taken',
      `undo > ${endId} next  taken`,
    ]);
    expect(graph.nodes.map(({ id, status }) => [id, status])).toContainEqual(['slow', undefined]);
  });

  it('shows a way that no runbook names, as people take it in Interactive mode', () => {
    const graph = graphOf(branching, [ran('choose', 1), ran('check', 2)], false);

    expect(ways(graph)).toContain('choose > check jump  taken');
  });

  it('has the steps of a loop inside it, and how often they ran', () => {
    const steps = stepsOf({
      name: 'each',
      action: 'aws:loop',
      inputs: { Steps: [{ name: 'one', action: 'aws:sleep' }] },
    });

    const [, each] = graphOf(steps, [ran('each', 1), ran('one', 2, 'each'), ran('one', 3, 'each')], true).nodes;

    expect(each).toMatchObject({ id: 'each', times: 1, inner: { nodes: [{}, { id: 'one', times: 2 }, {}] } });
  });

  it('does not fall over what is no runbook', () => {
    for (const content of ['{}', '[]', 'null', '{"mainSteps":[1,null,{"inputs":3}]}'])
      expect(graphOf(runbookFrom(content).steps, [], true).nodes.length).toBeGreaterThan(1);
  });
});

describe('a condition', () => {
  it('is told in short', () => {
    expect(conditionText({ Variable: '{{ variable:Count }}', NumericGreaterOrEquals: 3 })).toBe('Count ≥ 3');
    expect(
      conditionText({ Or: [{ Variable: '{{ A }}', BooleanEquals: true }, { Not: { Variable: 'b', Contains: 'c' } }] }),
    ).toBe('A = true or not b contains c');
  });
});
