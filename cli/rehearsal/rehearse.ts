import type { Ports } from '../../functions/ports/ports.ts';
import { type ExecutionRecord, isFinished } from '../../functions/ssm/automation-executions/record.ts';
import { getExecution, loadRun } from '../../functions/ssm/automation-executions/run.ts';
import { startAutomationExecution } from '../../functions/ssm/automation-executions/start-automation-execution.ts';
import { stepViews } from '../../functions/ssm/automation-executions/view.ts';
import { createDocument } from '../../functions/ssm/documents/create-document.ts';
import { scriptFinished } from '../../functions/ssm/tasks/script-finished.ts';
import type { RunbookFile } from '../document.ts';
import type { Parameters } from '../parameters.ts';
import { callerOf, Gates } from './gates.ts';
import type { Mocks } from './mocks.ts';
import { openStage, type Stage } from './stage.ts';
import { type MissingMock, type SentCall, Witness } from './witness.ts';

/** What is tried: a runbook, those it starts, and the world around them. */
export interface Play {
  runbook: RunbookFile;
  others: RunbookFile[];
  parameters: Parameters;
  mocks: Mocks;
  warn: (line: string) => void;
}

/** A step that was started, as GetAutomationExecution tells it, and what it asked outside; `seconds` are of the runbook's time. */
export interface PlayedStep {
  name: string;
  action: string;
  status: string;
  seconds: number;
  /** The loop and its turn that the step belongs to. */
  loop?: string;
  inputs: Record<string, string>;
  outputs: Record<string, string[]>;
  failure?: string;
  calls: Omit<SentCall, 'stepId'>[];
}

/** An execution as it ended. */
export interface Played {
  id: string;
  document: string;
  status: string;
  seconds: number;
  failure?: string;
  outputs: Record<string, string[]>;
  steps: PlayedStep[];
}

/** What came of it: the execution, those it started, and why it is no proof of anything where `problems` or `missing` say so. */
export interface Rehearsal {
  execution: Played;
  children: Played[];
  /** Calls before the first step. */
  calls: SentCall[];
  missing: MissingMock[];
  problems: string[];
  unused: string[];
}

/** A runbook that could not even start, because of what the mocks lack. */
export class NotStarted extends Error {
  override name = 'NotStarted';
  readonly missing: MissingMock[];

  constructor(missing: MissingMock[]) {
    super(missing.map(({ problem, add }) => `${problem}. Add to the mocks:\n${add}`).join(''));
    this.missing = missing;
  }
}

/** Runs a runbook to its end, in memory and without waiting for time. Throws NotStarted, and ApiError where it is refused at the start. */
export async function rehearse(play: Play): Promise<Rehearsal> {
  const witness = new Witness();
  const stage = openStage(play.mocks, witness, play.warn);
  const gates = new Gates(play.mocks, witness);
  try {
    const id = await start(play, stage).catch((error: unknown) => {
      throw witness.missing.length > 0 ? new NotStarted(witness.missing) : error;
    });
    const stuck = await playOn(id, stage, { gates, witness });
    const [execution, ...children] = await Promise.all(
      [...stage.started].map((one) => played(one, stage.ports, witness)),
    );
    if (!execution) throw new Error(`Execution ${id} was not started.`);
    const waits = ['approvals', 'pauses'] as const;
    const names = waits.flatMap((kind) => Object.keys(play.mocks[kind]).map((name) => `${kind}.${name}`));
    return {
      execution,
      children,
      calls: witness.calls.filter(({ stepId }) => stepId === undefined),
      missing: witness.missing,
      problems: [...gates.problems, ...(stuck === undefined ? [] : [stuck])],
      unused: [...stage.outside.unused(), ...stage.scripts.unused(), ...names.filter((name) => !gates.used.has(name))],
    };
  } finally {
    await stage.close();
  }
}

async function start({ runbook, others, parameters }: Play, { ports }: Stage): Promise<string> {
  const caller = callerOf('admin');
  for (const { name, content, format } of [...others, runbook]) {
    const document = { Name: name, Content: content, DocumentFormat: format, DocumentType: 'Automation' as const };
    await createDocument(document, ports, caller);
  }
  const Parameters = Object.keys(parameters).length ? { Parameters: parameters } : {};
  const started = await startAutomationExecution({ DocumentName: runbook.name, ...Parameters }, ports, caller);
  return started.AutomationExecutionId ?? '';
}

/** Longer than anything waits by itself: 90 days of the runbook's time, in milliseconds. */
const longest = 90 * 86_400_000;

/** Lets happen what happens, and time pass where nothing does; answers with why the execution does not end, if so. */
async function playOn(
  id: string,
  stage: Stage,
  { gates, witness }: { gates: Gates; witness: Witness },
): Promise<string | undefined> {
  const { clock, ports, scripts, started } = stage;
  const end = clock.now() + longest;
  for (;;) {
    if (!(await settled(stage))) return 'it goes round for ever without waiting for anything';
    const execution = await getExecution(ports.store, id);
    if (execution && isFinished(execution.value)) return undefined;
    const before = witness.missing.length;
    if (await isMoved([...started], stage, gates)) continue;
    // Somebody it waits for is not in the mocks.
    if (witness.missing.length > before) return undefined;
    if (scripts.running.size > 0) await stage.nextScript();
    else if (clock.now() > end || !clock.skip()) return 'it is not over after 90 days';
  }
}

async function isMoved(executions: string[], { scripts, ports }: Stage, gates: Gates): Promise<boolean> {
  const ended = scripts.ended();
  for (const script of ended) await scriptFinished(script, ports);
  let isPassed = false;
  for (const id of executions) isPassed = (await gates.pass(id, ports)) || isPassed;
  return isPassed || ended.length > 0;
}

const quietTurns = 10;
/** Reads and written records, some thousand steps: more than any loop that ends. */
const mostActivity = 10_000;

/** Waits until nothing happens any more by itself; false where that never comes. */
async function settled({ activity, isBusy }: Stage): Promise<boolean> {
  const begin = activity();
  let before = begin;
  for (let quiet = 0; quiet < quietTurns;) {
    await new Promise((resolve) => setImmediate(resolve));
    quiet = isBusy() || activity() !== before ? 0 : quiet + 1;
    before = activity();
    if (before - begin > mostActivity) return false;
  }
  return true;
}

async function played(id: string, ports: Ports, witness: Witness): Promise<Played> {
  const run = await loadRun(ports.store, id);
  if (!run) throw new Error(`Execution ${id} was not found.`);
  const { value } = run.execution;
  const views = stepViews(run).filter(({ StepStatus }) => StepStatus !== 'Pending');
  return {
    id,
    document: value.documentName,
    status: value.status,
    seconds: secondsOf(value, ports),
    ...(value.failureMessage !== undefined && { failure: value.failureMessage }),
    outputs: value.outputs ?? {},
    steps: views.map((view) => stepFrom(view, ports, witness)),
  };
}

const secondsOf = ({ startTime, endTime }: Pick<ExecutionRecord, 'startTime' | 'endTime'>, { clock }: Ports) =>
  ((endTime ?? clock.now()) - startTime) / 1000;

function stepFrom(view: ReturnType<typeof stepViews>[number], ports: Ports, witness: Witness): PlayedStep {
  const { StepExecutionId: id, ParentStepDetails: parent, FailureMessage: failure } = view;
  const startTime = view.ExecutionStartTime?.getTime() ?? 0;
  const endTime = view.ExecutionEndTime?.getTime();
  const calls = witness.calls.filter(({ stepId }) => stepId === id);
  return {
    name: view.StepName ?? '',
    action: view.Action ?? '',
    status: view.StepStatus ?? '',
    seconds: secondsOf({ startTime, ...(endTime !== undefined && { endTime }) }, ports),
    ...(parent && { loop: `${parent.StepName}[${parent.Iteration}]` }),
    inputs: view.Inputs ?? {},
    outputs: view.Outputs ?? {},
    ...(failure !== undefined && { failure }),
    calls: calls.map(({ stepId: _, ...call }) => call),
  };
}
