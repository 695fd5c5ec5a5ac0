import { useRef } from 'preact/hooks';
import { Confirmed } from '../../parts/confirmed.tsx';
import { Icon } from '../../parts/icon.tsx';
import { More } from '../../parts/more.tsx';
import { Empty, Problem, Waiting } from '../../parts/notice.tsx';
import { Ago } from '../../parts/time.tsx';
import { toast } from '../../parts/toast.tsx';
import { Code, pretty } from '../../parts/value.tsx';
import { useLoaded } from '../../use-loaded.ts';
import { type DeadLetter, loadDeadLetters, redrive } from './load-events.ts';
import { Started } from './started.tsx';

const page = 50;

/** What rules could not start, and why, each with the way to try it again. */
export const DeadLetters = () => {
  const wanted = useRef(page);
  const { value, problem, reload } = useLoaded({
    key: 'dead-letters',
    load: () => loadDeadLetters(wanted.current),
    concerns: ({ topic }) => topic === 'events',
    every: 15_000,
  });
  if (!value) return problem ? <Problem text={problem} retry={reload} /> : <Waiting lines={6} />;
  const { letters, hasMore } = value;
  const more = () => {
    wanted.current += page;
    reload();
  };
  if (letters.length === 0)
    return (
      <Empty icon="check" title="Everything could be started">
        <p>
          What a rule could not start for good appears here for two weeks, with the reason and a way to try it again.
        </p>
      </Empty>
    );
  return (
    <div class="machines">
      {problem && <Problem text={problem} retry={reload} />}
      {letters.map((letter) => (
        <Letter key={keyOf(letter)} letter={letter} done={reload} />
      ))}
      {hasMore && <More key={letters.length} more={more} />}
    </div>
  );
};

const keyOf = ({ Time, EventId, RuleArn, TargetId }: DeadLetter): string => `${Time}#${EventId}#${RuleArn}#${TargetId}`;

const triesText = (count: number): string =>
  count === 0 ? 'not tried again' : count === 1 ? '1 more try' : `${count} more tries`;

const ruleOf = ({ RuleArn }: DeadLetter): string => RuleArn.replace(/^.*:rule\/(.*\/)?/, '');

const Letter = ({ letter, done }: { letter: DeadLetter; done: () => void }) => {
  const { Time, TargetArn, TargetId, ErrorCode, ErrorMessage, ExhaustedRetryCondition, RetryAttempts, Event } = letter;
  const [, name, sentence = ErrorMessage] = /^(\w+(?:Exception|Error)): ([^]*)$/.exec(ErrorMessage) ?? [];
  const rule = ruleOf(letter);
  return (
    <section class="card" aria-label={`Dead letter of ${rule}`}>
      <div class="step-head">
        <h2>{rule}</h2>
        <TryAgain letter={letter} done={done} />
      </div>
      <p class="faint">
        <Ago at={new Date(Time * 1000)} /> · target {TargetId} · {triesText(RetryAttempts)}
      </p>
      <div class="notice is-bad">
        <Icon name="cross" />
        <div>
          <p class="notice-title">{sentence}</p>
          <p class="faint">{[name, ErrorCode, ExhaustedRetryCondition].filter(Boolean).join(' · ')}</p>
        </div>
      </div>
      <p>
        <Started arn={TargetArn} />
      </p>
      <details class="file">
        <summary>The event</summary>
        <Code text={pretty(Event)} label={`Event of ${rule}`} />
      </details>
    </section>
  );
};

const TryAgain = ({ letter, done }: { letter: DeadLetter; done: () => void }) => (
  <Confirmed
    button={
      <>
        <Icon name="again" />
        Try again
      </>
    }
    look="is-small"
    title={`Try ${ruleOf(letter)} again?`}
    confirm="Yes, try again"
    act={() => redrive(letter)}
    done={() => {
      toast(`The event goes to ${ruleOf(letter)} once more`);
      done();
    }}
  >
    <p>The event goes to this one target, as the rule is now. Should it fail again, it comes back here.</p>
  </Confirmed>
);
