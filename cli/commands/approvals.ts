import { Entry } from '../entry.ts';
import { withLimit } from './executions.ts';
import { withAnswer } from './session-settings.ts';

const list = () =>
  withAnswer(
    withLimit(
      new Entry('list')
        .description('what waits for your word: who else is asked, who has approved already, when it expires')
        .setting('--all', "what waits for anybody's"),
    ),
  )
    .example('quaymaster approvals list --profile alice', "alice's inbox")
    .example('quaymaster approvals list --all', "everybody's")
    .does(async () => (await import('../approvals/list.ts')).listApprovals);

const withDecision = (entry: Entry) =>
  withAnswer(
    entry.argument('<id>', 'AutomationExecutionId').setting('--comment <text>', 'why; everybody who may look sees it'),
    'text',
  );

const approve = () =>
  withDecision(new Entry('approve').description('approves what an execution waits for'))
    .example('quaymaster approvals approve ID --profile alice --comment shipit', 'as somebody')
    .does(async () => (await import('../approvals/decide.ts')).approve);

const reject = () =>
  withDecision(new Entry('reject').description('rejects it; one rejection is enough'))
    .example('quaymaster approvals reject ID --comment "not on a Friday"', 'with a reason')
    .does(async () => (await import('../approvals/decide.ts')).reject);

/** quaymaster approvals. */
export const approvals = (): Entry =>
  new Entry('approvals')
    .description('what waits for an approval: list, approve, reject')
    .example('quaymaster approvals list', 'your inbox')
    .with(list(), approve(), reject());
