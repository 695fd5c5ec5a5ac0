import { Icon } from '../../parts/icon.tsx';
import { Ago } from '../../parts/time.tsx';
import { nameOf } from '../../words.ts';
import type { Decision } from './approvals.ts';

/** Who said what, and when. */
export const Decisions = ({ decisions }: { decisions: Decision[] }) =>
  decisions.length === 0 ? null : (
    <ul class="decisions">
      {decisions.map((decision) => (
        <Line key={decision.approver} decision={decision} />
      ))}
    </ul>
  );

const Line = ({ decision: { approver, status, time, comment } }: { decision: Decision }) => (
  <li class={`decision is-${status === 'Approved' ? 'good' : 'bad'}`}>
    <Icon name={status === 'Approved' ? 'check' : 'cross'} size={16} />
    <span>
      <strong title={approver}>{nameOf(approver)}</strong> {status.toLowerCase()} <Ago at={time} />
      {comment && <q class="comment">{comment}</q>}
    </span>
  </li>
);
