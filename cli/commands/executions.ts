import { Entry } from '../entry.ts';
import { withParameters } from './run.ts';
import { withAnswer, withSessionSettings } from './session-settings.ts';

const withId = (entry: Entry) => entry.argument('<id>', 'AutomationExecutionId');
const ends = { 0: 'Success', 1: 'any other end', 130: 'after Ctrl-C' };

/** How many rows a listing shows. */
export const withLimit = (entry: Entry): Entry =>
  entry.setting('--limit <n>', 'how many at most', (one) => one.default('30'));

const start = () =>
  withAnswer(
    withParameters(
      new Entry('start')
        .description('runs a document that is there, and prints the id of the execution')
        .argument('<document>', 'its name'),
    )
      .setting('--document-version <version>', 'the default one unless told')
      .setting('--interactive', 'each step starts when somebody says so'),
    'text',
  )
    .example('quaymaster executions start Release Version=1.4.2 Approvers=alice,bob', 'and does not wait')
    .does(async () => (await import('../executions/start.ts')).start);

const list = () =>
  withAnswer(
    withLimit(
      new Entry('list')
        .description('what runs and what ran, the newest first')
        .setting('--status <status>', 'only of that status, or of several with commas: Waiting,InProgress')
        .setting('--document <name>', 'only of documents whose names begin so'),
    ),
  )
    .example('quaymaster executions list --status Waiting', 'what waits')
    .does(async () => (await import('../executions/list.ts')).listExecutions);

const show = () =>
  withAnswer(withId(new Entry('show').description('where it stands, step by step')), 'text')
    .example('quaymaster executions show ID', 'steps, times, outputs, what it waits for')
    .does(async () => (await import('../executions/show.ts')).showExecution);

const watch = () =>
  withSessionSettings(
    withId(
      new Entry('watch').description('shows its steps as they go on, and asks you where it waits for you'),
    ).setting('--yes', 'approve and resume without a question where you may'),
  )
    .example('quaymaster executions watch ID', 'Ctrl-C ends the watching, never the execution')
    .exits(ends)
    .does(async () => (await import('../executions/watch.ts')).watchExecution);

const stop = () =>
  withAnswer(
    withId(new Entry('stop').description('ends it')).setting(
      '--type <type>',
      "Cancel: at once, with the runbook's onCancel steps; Complete: after the step that runs",
      (one) => one.choices(['Cancel', 'Complete']).default('Cancel'),
    ),
    'text',
  )
    .example('quaymaster executions stop ID', 'cancels it')
    .does(async () => (await import('../executions/signal.ts')).stopExecution);

const signal = () => {
  const entry = withId(new Entry('signal').description('sends a signal to it'));
  const types = ['Approve', 'Reject', 'Revoke', 'Resume', 'StartStep', 'StopStep'];
  entry.addArgument(entry.createArgument('<signal>', 'SignalType').choices(types));
  return withAnswer(
    entry
      .setting('--step <name>', 'of StartStep and Resume: the step')
      .setting('--step-execution-id <id>', 'of StopStep: the step')
      .setting('--comment <text>', 'of Approve and Reject: why')
      .setting('--payload <name=value>', 'anything else that the signal takes; may be repeated', (one) =>
        one.repeated(),
      ),
    'text',
  )
    .example('quaymaster executions signal ID Resume --step hold', 'goes on after aws:pause')
    .example('quaymaster executions signal ID StartStep --step deploy', 'the next step of an Interactive execution')
    .does(async () => (await import('../executions/signal.ts')).signalExecution);
};

/** quaymaster executions. */
export const executions = (): Entry =>
  new Entry('executions')
    .description('automation executions: start, list, show, watch, stop, signal')
    .example('quaymaster executions list', 'what runs and what ran')
    .with(start(), list(), show(), watch(), stop(), signal());
