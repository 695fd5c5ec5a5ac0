import type { ScriptJob, ScriptResult, Scripts } from '../../functions/ports/scripts.ts';
import { attemptFrom } from '../../functions/ssm/automation-executions/settle-step.ts';
import { answersBy } from './answers.ts';
import type { StepFinder } from './mocked-aws.ts';
import type { Mocks, ScriptMock } from './mocks.ts';
import type { Witness } from './witness.ts';

/** The end of a script that was not taken to its step yet. */
export interface EndedScript {
  id: string;
  result: ScriptResult;
}

/** Scripts that end as their mocks say, or really run. */
export interface MockedScripts extends Scripts {
  /** Scripts that really run and have not ended. */
  running: Set<string>;
  /** The ends since the last call. */
  ended(): EndedScript[];
  /** Takes the end of a real script. */
  finish(ended: EndedScript): void;
  unused(): string[];
}

/** A script of a step without mocks really runs; of a step with mocks only where one says `real`. */
export function mockedScripts(
  mocks: Pick<Mocks, 'scripts'>,
  { witness, stepOf, real }: { witness: Witness; stepOf: StepFinder; real: Scripts },
): MockedScripts {
  const answers = answersBy(mocks.scripts);
  const running = new Set<string>();
  let ends: EndedScript[] = [];

  const givenFor = (name: string, { payload }: ScriptJob): ScriptMock['given'] => {
    const known = answers.get(name);
    if (!known) return 'real';
    const add = { scripts: { [name]: [{ match: payload, payload: {} }] } };
    return (
      known.next(payload) ?? { error: witness.lacks(`step ${name} runs a script, but no mock that fits is left`, add) }
    );
  };
  return {
    running,
    ended: () => ends.splice(0),
    finish: (ended) => {
      if (running.delete(ended.id)) ends.push(ended);
    },
    unused: () => [...answers.values()].flatMap((one) => one.unused),
    start: async (job) => {
      const step = await stepOf(attemptFrom(job.id).executionId);
      const given = givenFor(step?.name ?? '', job);
      if (given === 'real') {
        running.add(job.id);
        return real.start(job);
      }
      ends.push({ id: job.id, result: resultOf(given) });
    },
    stop: async (id) => {
      ends = ends.filter((ended) => ended.id !== id);
      if (running.delete(id)) await real.stop(id);
    },
  };
}

const resultOf = (given: Exclude<ScriptMock['given'], 'real'>): ScriptResult =>
  'error' in given
    ? { status: 'Failed', message: given.error, log: '' }
    : { status: 'Success', payload: given.payload, log: '' };
