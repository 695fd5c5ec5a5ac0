import { useState } from 'preact/hooks';
import { useAction } from '../../parts/action.ts';
import { Confirm } from '../../parts/dialog.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Ago, Left } from '../../parts/time.tsx';
import { toast } from '../../parts/toast.tsx';
import { to } from '../../router.ts';
import { me } from '../../session.ts';
import { nameOf, shortId } from '../../words.ts';
import { type Approval as Asked, decisionBy, isFor } from './approvals.ts';
import { Decisions } from './decisions.tsx';

interface Parts {
  approval: Asked;
  done: () => void;
  /** In the view of its run, which says the rest. */
  isAlone?: boolean;
}

/** One question to people: what is asked, who has said what, and the two buttons. */
export const Approval = ({ approval, done, isAlone = false }: Parts) => {
  const { execution, runbook, step, message, until, executedBy, started } = approval;
  const isMine = me.value ? isFor(approval, me.value) : false;
  return (
    <article class={`approval${isMine ? ' is-mine' : ''}`} aria-label={`Approval ${step} of ${runbook}`}>
      <header class="approval-head">
        <div>
          {isAlone ? (
            <h2>{isMine ? 'This run waits for you' : 'This run waits for approval'}</h2>
          ) : (
            <h2>
              <a href={to('runs', execution)}>{runbook}</a>
            </h2>
          )}
          <p class="faint">
            Step {step}
            {!isAlone && (
              <>
                {' · '}started by {nameOf(executedBy)} <Ago at={started} />
                {' · '}
                <code>{shortId(execution)}</code>
              </>
            )}
          </p>
        </div>
        <Left until={until} />
      </header>
      {message && <p class="approval-message">{message}</p>}
      {!isAlone && <Parameters parameters={approval.parameters} />}
      <People approval={approval} />
      {isMine ? <Decide approval={approval} done={done} /> : <Said approval={approval} />}
    </article>
  );
};

const shownParameters = 6;
const short = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text);

const Parameters = ({ parameters }: { parameters: Record<string, string[]> }) => {
  const entries = Object.entries(parameters).filter(([name]) => name !== 'Approvers');
  if (!entries.length) return null;
  return (
    <dl class="chips-of-values">
      {entries.slice(0, shownParameters).map(([name, values]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{short(values.join(', '))}</dd>
        </div>
      ))}
      {entries.length > shownParameters && (
        <div>
          <dt>and {entries.length - shownParameters} more</dt>
          <dd class="unseen">in the run</dd>
        </div>
      )}
    </dl>
  );
};

/** How far it is, and who said what. */
const People = ({ approval: { approvers, required, decisions } }: { approval: Asked }) => {
  const given = decisions.filter(({ status }) => status === 'Approved').length;
  return (
    <div class="people">
      <div class="seats">
        <div
          class="gauge"
          role="meter"
          aria-label={`${given} of ${required} approvals`}
          aria-valuemin={0}
          aria-valuemax={required}
          aria-valuenow={given}
        >
          <span style={{ width: `${Math.min(100, (100 * given) / Math.max(1, required))}%` }} />
        </div>
        <span class="number">
          {given} of {required} {required === 1 ? 'approval' : 'approvals'}
        </span>
        <span class="faint">from {approvers.map(nameOf).join(', ')}</span>
      </div>
      <Decisions decisions={decisions} />
    </div>
  );
};

const Said = ({ approval }: { approval: Asked }) => {
  const mine = me.value && decisionBy(approval, me.value);
  return (
    <p class="faint said">{mine ? `You ${mine.status.toLowerCase()} it.` : 'You are not one of its approvers.'}</p>
  );
};

type Signal = 'Approve' | 'Reject';

const Decide = ({ approval, done }: Omit<Parts, 'isAlone'>) => {
  const [comment, setComment] = useState('');
  const [asked, setAsked] = useState<Signal>();
  return (
    <div class="decide">
      <label class="field">
        <span>Comment</span>
        <textarea
          rows={1}
          maxLength={500}
          placeholder="Optional, for all to read"
          value={comment}
          onInput={(event) => setComment(event.currentTarget.value)}
        />
      </label>
      <div class="decide-buttons">
        <button type="button" class="button is-danger-quiet" onClick={() => setAsked('Reject')}>
          <Icon name="cross" />
          Reject
        </button>
        <button type="button" class="button is-good" onClick={() => setAsked('Approve')}>
          <Icon name="check" />
          Approve
        </button>
      </div>
      {asked && (
        <Sure
          approval={approval}
          comment={comment.trim()}
          signal={asked}
          close={() => setAsked(undefined)}
          done={done}
        />
      )}
    </div>
  );
};

interface SureParts {
  approval: Asked;
  comment: string;
  signal: Signal;
  close: () => void;
  done: () => void;
}

/** Asks once more, and says what it leads to. */
const Sure = ({ approval, comment, signal, close, done }: SureParts) => {
  const { step, runbook, execution, stepId, message } = approval;
  const { run, ...action } = useAction(
    async () => {
      const { sendAutomationSignal } = await import('../../clients/ssm.ts');
      const Payload = { StepExecutionId: [stepId], ...(comment && { Comment: [comment] }) };
      await sendAutomationSignal({ AutomationExecutionId: execution, SignalType: signal, Payload });
    },
    () => {
      toast(signal === 'Approve' ? `You approved ${step} of ${runbook}` : `You rejected ${step} of ${runbook}`);
      close();
      done();
    },
  );
  const isReject = signal === 'Reject';
  const confirm = isReject ? 'Yes, reject' : 'Yes, approve';
  return (
    <Confirm title={`${signal} ${step}?`} confirm={confirm} isDangerous={isReject} close={close} {...action} act={run}>
      {message && <p class="approval-message">{message}</p>}
      <p>{consequence(approval, signal)}</p>
      {comment && <p class="faint">Your comment: {comment}</p>}
    </Confirm>
  );
};

function consequence({ decisions, required, runbook }: Asked, asked: 'Approve' | 'Reject'): string {
  if (asked === 'Reject') return `One rejection is final: ${runbook} does not go on here.`;
  const missing = required - decisions.filter(({ status }) => status === 'Approved').length - 1;
  if (missing > 0) return `After you, ${missing} more ${missing === 1 ? 'has' : 'have'} to approve.`;
  return `Yours is the last approval needed: ${runbook} goes on at once.`;
}
