import type { AwsApi } from '../../../functions/ports/aws-api.ts';
import type { ScriptJob, ScriptResult, Scripts } from '../../../functions/ports/scripts.ts';
import type { StepRecord } from '../../../functions/ssm/automation-executions/record.ts';
import { scriptFinished } from '../../../functions/ssm/tasks/script-finished.ts';
import type { World } from '../world.ts';

/** A call that a step made outside: `token` is its idempotency token. */
export interface OutsideCall {
  api: string;
  session: string;
  token: string | undefined;
}

/** What runbooks do outside: scripts that end when the seed says so, and calls of AWS. */
export interface Doings {
  /** Called with the execution and what it does outside. */
  heard: (executionId: string, doing: string) => void;
  /** The scripts that run, by job id. */
  jobs: Map<string, ScriptJob>;
  /** The ids of all that ever ran. */
  started: Set<string>;
  results: Map<string, ScriptResult>;
  calls: OutsideCall[];
}

export const newDoings = (): Doings => ({
  heard: () => undefined,
  jobs: new Map(),
  started: new Set(),
  results: new Map(),
  calls: [],
});

export const scriptsOf = (doings: Doings): Scripts => ({
  start: async (job) => {
    doings.heard(job.id.split('/', 1)[0] ?? '', 'script');
    doings.jobs.set(job.id, job);
    doings.started.add(job.id);
  },
  stop: async (id) => void doings.jobs.delete(id),
});

export const awsOf = (doings: Doings): AwsApi => ({
  call: async ({ operation: api, sessionName: session, idempotencyToken: token }: AwsCall) => {
    doings.calls.push({ api, session, token });
    doings.heard(session, api === 'StopTask' ? 'undo' : 'call');
    return {};
  },
});

interface AwsCall {
  operation: string;
  sessionName: string;
  idempotencyToken?: string;
}

/** Says so where an execution does something outside before the step is on record. */
export function expectOnRecord({ broken, records }: World, executionId: string, step: string): void {
  const isBegun = [...records].some(
    ([name, record]) => name.includes(`#${executionId} step#`) && (record as StepRecord).name === step,
  );
  if (!isBegun) broken.push(`${executionId}: ${step} did something before it was on record`);
}

/** A script that succeeds tells its own name. */
export const succeeded = (job: string) => ({ status: 'Success', payload: { word: job }, log: '' }) as const;

export const failed = { status: 'Failed', message: 'it broke', log: '' } as const;

/** Tells the result of a script that runs, which goes on being told until it is taken. */
export const finishScript = (world: World, { results, jobs }: Doings, [id, result]: [string, ScriptResult]) =>
  world.request(async (gated) => {
    results.set(id, result);
    await scriptFinished({ id, result }, gated);
    jobs.delete(id);
    return undefined;
  });

/** Tells the result of a script once more, or that of one that was stopped, at any later time. */
export const repeatScript = (world: World, { started, jobs, results }: Doings) =>
  world.request(async (gated) => {
    const id = world.random.pick([...started].filter((one) => !jobs.has(one))) ?? '';
    const result = results.get(id) ?? succeeded(id);
    if (id) await scriptFinished({ id, result }, gated);
    return undefined;
  });
