import { useState } from 'preact/hooks';
import { More } from '../../parts/more.tsx';
import { Empty, Problem, Waiting } from '../../parts/notice.tsx';
import { Page } from '../../parts/page.tsx';
import { to } from '../../router.ts';
import { me } from '../../session.ts';
import type { ViewOf } from '../../view.tsx';
import { Nowhere } from '../../view.tsx';
import { counted, nameOf } from '../../words.ts';
import { Approval } from './approval.tsx';
import type { Approval as Asked } from './approvals.ts';
import { approvals, approvalsProblem, refreshApproval, refreshApprovals, unread, waiting } from './waiting.ts';

const page = 30;

/** `/`: the approvals that wait for whoever is signed in, and below them those that wait for others. */
export const Inbox: ViewOf = ({ path }) => {
  if (path.length > 0) return <Nowhere />;
  const mine = waiting.value;
  const own = new Set(mine);
  const others = (approvals.value ?? []).filter((approval) => !own.has(approval));
  const isReading = mine === undefined || unread.value > 0;
  return (
    <Page title="Inbox" aside={mine?.length ? <span class="count">{mine.length}</span> : null}>
      {approvalsProblem.value && <Problem text={approvalsProblem.value} retry={refreshApprovals} />}
      {unread.value > 0 && (
        <p class="faint" role="status">
          {counted(unread.value, 'more run')} {unread.value === 1 ? 'waits' : 'wait'} and{' '}
          {unread.value === 1 ? 'is' : 'are'} still to be looked through …
        </p>
      )}
      {isReading && !mine?.length && !approvalsProblem.value && <Waiting lines={6} />}
      {!isReading && mine?.length === 0 && <NothingWaits others={others.length} />}
      <Mine approvals={mine ?? []} />
      {others.length > 0 && <Others approvals={others} />}
    </Page>
  );
};

const Mine = ({ approvals: mine }: { approvals: Asked[] }) => {
  const [most, setMost] = useState(page);
  return (
    <div class="inbox">
      {mine.slice(0, most).map((approval) => (
        <Approval key={approval.stepId} approval={approval} done={() => refreshApproval(approval.execution)} />
      ))}
      {mine.length > most && <More key={most} more={() => setMost(most + page)} text={`Show more of ${mine.length}`} />}
    </div>
  );
};

const Others = ({ approvals: others }: { approvals: Asked[] }) => {
  const [most, setMost] = useState(page);
  return (
    <section class="others" aria-labelledby="others-title">
      <h2 id="others-title">Waiting for others</h2>
      <ul class="other-list">
        {others.slice(0, most).map(({ stepId, execution, runbook, step, decisions, required, approvers }) => (
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
      {others.length > most && (
        <More key={most} more={() => setMost(most + page)} text={`Show more of ${others.length}`} />
      )}
    </section>
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
