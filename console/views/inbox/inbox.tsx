import { Empty, Problem, Waiting } from '../../parts/notice.tsx';
import { Page } from '../../parts/page.tsx';
import { to } from '../../router.ts';
import { me } from '../../session.ts';
import type { ViewOf } from '../../view.tsx';
import { Nowhere } from '../../view.tsx';
import { counted, nameOf } from '../../words.ts';
import { Approval } from './approval.tsx';
import { approvals, approvalsProblem, refreshApprovals, waiting } from './waiting.ts';

/** `/`: the approvals that wait for whoever is signed in, and below them those that wait for others. */
export const Inbox: ViewOf = ({ path }) => {
  if (path.length > 0) return <Nowhere />;
  const mine = waiting.value;
  const others = (approvals.value ?? []).filter((approval) => !mine?.includes(approval));
  return (
    <Page title="Inbox" aside={mine?.length ? <span class="count">{mine.length}</span> : null}>
      {approvalsProblem.value && <Problem text={approvalsProblem.value} retry={refreshApprovals} />}
      {mine === undefined && !approvalsProblem.value && <Waiting lines={6} />}
      {mine?.length === 0 && <NothingWaits others={others.length} />}
      <div class="inbox">
        {mine?.map((approval) => (
          <Approval key={approval.stepId} approval={approval} done={refreshApprovals} />
        ))}
      </div>
      {others.length > 0 && (
        <section class="others" aria-labelledby="others-title">
          <h2 id="others-title">Waiting for others</h2>
          <ul class="other-list">
            {others.map(({ stepId, execution, runbook, step, decisions, required, approvers }) => (
              <li key={stepId}>
                <a class="row-link" href={to('runs', execution)}>
                  {runbook}
                </a>
                <span class="faint">{step}</span>
                <span class="faint">
                  {decisions.filter(({ status }) => status === 'Approved').length} of {required} ·{' '}
                  {approvers.map(nameOf).join(', ')}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Page>
  );
};

const NothingWaits = ({ others }: { others: number }) => (
  <Empty icon="inbox" title="Nothing waits for you">
    <p>
      When a run asks <strong>{me.value?.name}</strong> for approval, it appears here.
      {others > 0 && ` ${counted(others, 'run')} ${others === 1 ? 'waits' : 'wait'} for others.`}
    </p>
    <a class="button" href={to('runs')}>
      Look at the runs
    </a>
  </Empty>
);
