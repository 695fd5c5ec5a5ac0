import fc from 'fast-check';
import { type Move, nextMove, type Progress } from '../../../../functions/ssm/automation-executions/decide.ts';
import {
  isFinished,
  type StepRecord,
  type StepStatus,
} from '../../../../functions/ssm/automation-executions/record.ts';
import type { Runbook, Step } from '../../../../functions/ssm/documents/runbook.ts';
import { nextTurn } from '../../../../functions/ssm/steps/loop.ts';

/** How a step goes: whether it waits first, how it ends, and at which of the later steps it goes on, as a branch does. */
interface Course {
  waits: boolean;
  status: 'Success' | 'Failed' | 'TimedOut';
  branch: number | undefined;
}

/** A runbook, the course of each step in the order they start, and after how many moves somebody cancels, or the cancel path's time is over. */
interface Story {
  runbook: Runbook;
  courses: Course[];
  cancelAfter?: number;
  overAfter?: number;
}

interface Told {
  moves: Move[];
  steps: StepRecord[];
  end: string;
  /** Per start: the steps that were open, and those that hold the new one. */
  starts: [open: number[], holding: number[]][];
}

const mostMoves = 500;
const always = { Variable: 'x', StringEquals: 'x' };

const branchTargets = (runbook: Runbook, record: StepRecord): string[] => {
  const outer = runbook.mainSteps.map(({ name }) => name);
  const from = record.parent ? outer.indexOf(rootOf(record.name)) : outer.indexOf(record.name);
  return outer.slice(from + 1);
};

/** The main step that a step belongs to: the steps of a loop are named after it. */
const rootOf = (name: string) => name.split('_')[0] ?? name;

const stepNamed = (steps: Step[], name: string): Step | undefined => {
  for (const step of steps) {
    const found = step.name === name ? step : stepNamed(step.steps ?? [], name);
    if (found) return found;
  }
  return undefined;
};

function tell({ runbook, courses, cancelAfter = Infinity, overAfter = Infinity }: Story): Told {
  const steps: StepRecord[] = [];
  const moves: Move[] = [];
  const starts: Told['starts'] = [];
  const isOver = () => moves.length >= overAfter;
  const put = (record: StepRecord) => (steps[record.sequence - 1] = Object.freeze(record));
  const finish = (record: StepRecord, { status, branch }: Course) => {
    const next = branch === undefined ? undefined : branchTargets(runbook, record)[branch];
    const failure = status === 'Success' ? {} : { failureMessage: 'it failed' };
    put({ ...record, status, ...failure, ...(status === 'Success' && next !== undefined && { next }) });
  };
  const courseOf = ({ sequence }: StepRecord): Course =>
    courses[(sequence - 1) % courses.length] ?? { waits: false, status: 'Success', branch: undefined };

  while (moves.length < mostMoves) {
    const cancelling =
      moves.length >= cancelAfter ? { cancelling: isOver() ? ('over' as const) : ('asked' as const) } : {};
    const move = nextMove(progressOf(runbook, steps, cancelling));
    moves.push(move);
    if (move.move === 'end') return { moves, steps, end: move.status, starts };
    if (move.move === 'close') {
      const { record, status, next, message } = move;
      put({
        ...record,
        status,
        ...(next !== undefined && { next }),
        ...(message !== undefined && { failureMessage: message }),
      });
    } else if (move.move === 'cancel') put({ ...move.record, status: 'Cancelled' });
    else if (move.move === 'continue') finish(move.record, courseOf(move.record));
    else begin(move);
  }
  throw new Error(`It has not ended after ${mostMoves} moves.`);

  function begin({ step, parent, isCancelPath }: Extract<Move, { move: 'start' }>): void {
    const open = steps.filter((record) => !isFinished(record)).map(({ sequence }) => sequence);
    starts.push([open, holding(steps, parent?.sequence)]);
    const record = recordOf(step, steps.length + 1, {
      ...(parent && { parent }),
      ...(isCancelPath && { isCancelPath }),
    });
    put(record);
    if (!step.steps && !courseOf(record).waits) finish(record, courseOf(record));
  }
}

const holding = (steps: StepRecord[], sequence: number | undefined): number[] =>
  sequence === undefined ? [] : [...holding(steps, steps[sequence - 1]?.parent?.sequence), sequence];

const recordOf = (step: Step, sequence: number, rest: Partial<StepRecord>): StepRecord => ({
  sequence,
  id: `id-${sequence}`,
  name: step.name,
  action: step.action,
  status: 'InProgress',
  attempt: 1,
  startTime: 0,
  attemptTime: 0,
  inputs: step.inputs,
  ...rest,
});

/** Frozen, so that a decision that changes anything throws. */
const progressOf = (runbook: Runbook, steps: StepRecord[], rest: Partial<Progress>): Progress =>
  Object.freeze({
    runbook,
    steps: Object.freeze([...steps]),
    nextTurn: (loop: StepRecord, done: number) =>
      nextTurn(loop, done, { LoopCondition: always, lookup: () => undefined }),
    ...rest,
  });

const courses = fc.array(
  fc.record({
    waits: fc.boolean(),
    status: fc.constantFrom<Course['status']>('Success', 'Success', 'Success', 'Failed', 'TimedOut'),
    branch: fc.constantFrom(undefined, undefined, undefined, 0, 1),
  }),
  { minLength: 1, maxLength: 12 },
);

const turns = fc.oneof(
  fc.integer({ min: 1, max: 3 }).map((MaxIterations) => ({ MaxIterations })),
  fc.array(fc.constantFrom('a', 'b'), { maxLength: 3 }).map((Iterators) => ({ Iterators })),
);

/** A step with jumps to later steps only, as CreateDocument demands; some are loops, at most two deep. */
function stepAmong(names: string[], at: number, depth: number): fc.Arbitrary<Step> {
  const name = names[at] ?? '';
  const later = names.slice(at + 1);
  const jump = later.map((step) => ({ step }));
  const plain = fc.record({
    onFailure: fc.constantFrom<Step['onFailure']>('Abort', 'Continue', ...jump),
    onCancel: fc.constantFrom<Step['onCancel']>('Abort', ...jump),
    isEnd: fc.boolean(),
    nextStep: fc.constantFrom(undefined, ...later),
    isCritical: fc.constantFrom(undefined, true, false),
  });
  const inner = [0, 1, 2].map((child) => `${name}_${child}`);
  const loop = () => fc.tuple(turns, fc.tuple(...inner.map((_, child) => stepAmong(inner, child, depth + 1))));
  const body = depth < 2 ? fc.option(loop(), { freq: 3, nil: undefined }) : fc.constant(undefined);
  return fc.tuple(plain, body).map(([{ nextStep, isCritical, isEnd, ...rest }, repeated]) => ({
    name,
    action: repeated ? 'aws:loop' : 'aws:executeAwsApi',
    inputs: repeated ? repeated[0] : {},
    maxAttempts: 1,
    outputs: [],
    isEnd,
    ...rest,
    ...(nextStep !== undefined && !isEnd && { nextStep }),
    ...(isCritical !== undefined && { isCritical }),
    ...(repeated && { steps: repeated[1] }),
  }));
}

const names = ['a', 'b', 'c', 'd'];
const runbooks = fc
  .tuple(...names.map((_, at) => stepAmong(names, at, 0)))
  .map((mainSteps): Runbook => ({ parameters: {}, variables: {}, mainSteps, outputs: [] }));

const stories = fc.record({ runbook: runbooks, courses });
const cancelledStories = fc.record({
  runbook: runbooks,
  courses,
  cancelAfter: fc.nat({ max: 12 }),
  overAfter: fc.option(fc.nat({ max: 20 }), { nil: Infinity }),
});

const runs = { numRuns: 1500 };
const holds = (story: fc.Arbitrary<Story>, claim: (told: Told, story: Story) => void) =>
  fc.assert(
    fc.property(story, (one) => claim(tell(one), one)),
    runs,
  );

const failed: StepStatus[] = ['Failed', 'TimedOut'];
const isCritical = ({ isCritical: said, onFailure }: Step) => said ?? onFailure !== 'Continue';
const criticalFailures = ({ steps }: Told, { runbook }: Story) =>
  steps.filter(({ name, status }) => {
    const step = stepNamed(runbook.mainSteps, name);
    return failed.includes(status) && step !== undefined && isCritical(step);
  });

describe('whatever a runbook says and whatever becomes of its steps, a run', () => {
  it('ends, with every step it started over', () => {
    holds(fc.oneof(stories, cancelledStories), ({ steps }) => {
      expect(steps.filter((record) => !isFinished(record))).toEqual([]);
    });
  });

  it('starts no step twice in one turn', () => {
    holds(stories, ({ steps }) => {
      const places = steps.map(({ name, parent }) => `${parent?.sequence}/${parent?.iteration}/${name}`);
      expect(new Set(places).size).toBe(places.length);
    });
  });

  it('repeats a loop as often as it says at most', () => {
    holds(stories, ({ steps }) => {
      for (const { parent } of steps) {
        if (!parent) continue;
        const { Iterators, MaxIterations } = steps[parent.sequence - 1]?.inputs ?? {};
        expect(parent.iteration).toBeLessThanOrEqual(
          Array.isArray(Iterators) ? Iterators.length : Number(MaxIterations),
        );
      }
    });
  });

  it('starts nothing while a step is open that does not hold it', () => {
    holds(stories, ({ starts }) => {
      for (const [open, around] of starts) expect(open).toEqual(around);
    });
  });

  it('starts nothing more where a failing step aborts', () => {
    holds(stories, ({ steps }, { runbook }) => {
      for (const { name, status, sequence, parent } of steps) {
        if (!failed.includes(status) || stepNamed(runbook.mainSteps, name)?.onFailure !== 'Abort') continue;
        const later = steps.slice(sequence).filter((other) => other.parent?.sequence === parent?.sequence);
        expect(later).toEqual([]);
      }
    });
  });

  it('ends in Success exactly where no critical step failed, else as the last of these', () => {
    holds(stories, (told, story) => {
      expect(told.end).toBe(criticalFailures(told, story).at(-1)?.status ?? 'Success');
    });
  });

  it('ends Cancelled once somebody cancelled it, whatever failed or succeeded', () => {
    holds(cancelledStories, ({ moves, end }, { cancelAfter = Infinity }) => {
      if (moves.length > cancelAfter) expect(end).toBe('Cancelled');
    });
  });

  it('goes only where onCancel leads once it is cancelled, and nowhere when that time is over', () => {
    holds(cancelledStories, ({ moves, steps }, { runbook, cancelAfter = Infinity, overAfter = Infinity }) => {
      const begun = moves.slice(cancelAfter).flatMap((move) => (move.move === 'start' ? [move] : []));
      expect(begun.filter(({ isCancelPath }) => !isCancelPath)).toEqual([]);
      expect(moves.slice(Math.max(cancelAfter, overAfter)).filter(({ move }) => move === 'start')).toEqual([]);
      const asked = steps
        .filter(({ status }) => status === 'Cancelled')
        .map(({ name }) => stepNamed(runbook.mainSteps, name));
      const targets = asked.flatMap((step) => (typeof step?.onCancel === 'object' ? [step.onCancel.step] : []));
      const [first] = begun;
      if (first) expect(targets).toContain(first.step.name);
    });
  });
});
