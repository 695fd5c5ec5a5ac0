import {
  type AutomationExecution,
  CreateDocumentCommand,
  StartAutomationExecutionCommand,
  type StartAutomationExecutionCommandInput,
} from '@aws-sdk/client-ssm';
import type { Around } from '../running.ts';
import { type Course, coursesOf, isOver, show, type Stage } from './stage.ts';

/** What somebody does when a step has come to a status (`gate Waiting`) and so many tokens are kept, and how. `ids` are the executions, the first one first. */
export interface Act {
  when: string;
  tokens?: number;
  how: (stage: Stage, ids: string[]) => Promise<unknown>;
}

/** A runbook, what people do while it runs, and what its machines meet. */
export interface Scenario {
  name: string;
  /** How the first execution must end. */
  status: string;
  /** The contents of the documents; the first one is started. */
  documents: Record<string, object>;
  start?: Partial<StartAutomationExecutionCommandInput>;
  /** What is there before. */
  prepare?: (stage: Stage) => Promise<unknown>;
  acts?: Act[];
  /** What happens in place of a task. */
  around?: (stage: () => Stage) => Around;
}

/** What a scenario leaves: the views of its executions, and the course of each execution of a machine. */
export interface Outcome {
  views: unknown[];
  courses: Omit<Course, 'name'>[];
}

const ended = new Set(['Success', 'Failed', 'TimedOut', 'Cancelled']);
const mostSeconds = 80;

/** Plays a scenario to its end, that of all its machines included. */
export async function play(open: (around: Around) => Promise<Stage>, scenario: Scenario): Promise<Outcome> {
  const around = scenario.around?.(() => stage) ?? ((task) => task);
  let tokens = 0;
  const stage = await open((task, name, payload) => async () => {
    const answer = await around(task, name, payload)();
    if ('token' in payload) tokens += 1;
    return answer;
  });
  await scenario.prepare?.(stage);
  const id = await start(stage, scenario);
  const acts = [...(scenario.acts ?? [])];
  const until = Date.now() + mostSeconds * 1000;
  while (!(await isEnded(stage, id))) {
    if (Date.now() > until) throw new Error(`It rests at ${JSON.stringify(await show(stage, id))}`);
    const [act] = acts;
    if (!act || tokens < (act.tokens ?? 0) || !(await acted(stage, act))) await stage.pass();
    else acts.shift();
  }
  const courses = (await coursesOf(stage)).map(({ name, ...course }) => course);
  return { views: await viewsOf(stage), courses: sorted(courses) };
}

async function start({ client }: Stage, { documents, start: input }: Scenario): Promise<string> {
  for (const [Name, content] of Object.entries(documents)) {
    const Content = JSON.stringify({ schemaVersion: '0.3', ...content });
    await client.send(new CreateDocumentCommand({ Name, DocumentType: 'Automation', Content }));
  }
  const [DocumentName] = Object.keys(documents);
  const started = await client.send(new StartAutomationExecutionCommand({ DocumentName, ...input }));
  return started.AutomationExecutionId ?? '';
}

const isEnded = async (stage: Stage, id: string): Promise<boolean> =>
  ended.has((await show(stage, id)).AutomationExecutionStatus ?? '') && isOver(stage);

/** The executions, the first one first. */
const idsOf = ({ started }: Stage): string[] => [...new Set(started.map(([, name]) => name.slice(0, 36)))];

/** Whether an act was due, and is done. */
async function acted(stage: Stage, act: Act): Promise<boolean> {
  const ids = idsOf(stage);
  const steps = (await Promise.all(ids.map((id) => show(stage, id)))).flatMap(
    ({ StepExecutions = [] }) => StepExecutions,
  );
  if (!steps.some(({ StepName, StepStatus }) => `${StepName} ${StepStatus}` === act.when)) return false;
  await act.how(stage, ids);
  return true;
}

const text = (value: unknown) => JSON.stringify(value);
const sorted = <Value>(values: Value[]) => values.sort((one, other) => (text(one) < text(other) ? -1 : 1));

async function viewsOf(stage: Stage): Promise<unknown[]> {
  const views = await Promise.all(idsOf(stage).map((id) => show(stage, id)));
  return sorted(views.map((view) => normal(view)));
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Without what no two runs have in common: ids by the order they come up in, and times. */
function normal(view: AutomationExecution): unknown {
  const numbers = new Map<string, number>();
  const numbered = (id: string) => {
    if (!numbers.has(id)) numbers.set(id, numbers.size + 1);
    return `<id ${numbers.get(id)}>`;
  };
  const shown = JSON.stringify(view)
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
    .replace(uuid, numbered);
  return JSON.parse(shown);
}
