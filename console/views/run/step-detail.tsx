import type { StepExecution } from '@aws-sdk/client-ssm';
import { Icon } from '../../parts/icon.tsx';
import { Status } from '../../parts/status.tsx';
import { Took } from '../../parts/time.tsx';
import { Code, Values } from '../../parts/value.tsx';
import { to } from '../../router.ts';
import { dateText } from '../../words.ts';
import { decisionsOf } from '../inbox/approvals.ts';
import { Decisions } from '../inbox/decisions.tsx';
import { type Failure, stepFailure } from './failure.ts';

/** Outputs that are a program's own words, as they are. */
const logs: readonly string[] = ['Output', 'StandardOutput', 'StandardError', 'OutputPayload.log'];

/** What is shown as people and their words. */
const votes: readonly string[] = ['ApprovalStatus', 'ApproverDecisions'];

/** Everything about one step. */
export const StepDetail = ({ step }: { step: StepExecution }) => {
  const { StepName, Action, StepStatus, ExecutionStartTime: start, ExecutionEndTime: end, Outputs = {} } = step;
  const failure = stepFailure(step);
  const outputs = Object.fromEntries(
    Object.entries(Outputs).filter(
      ([name]) => !logs.includes(name) && !(votes.includes(name) && Action === 'aws:approve'),
    ),
  );
  return (
    <section class="card step-detail" aria-label={`Step ${StepName}`}>
      <div class="step-head">
        <h2>{StepName}</h2>
        <Status value={start ? StepStatus : 'NotReached'} />
      </div>
      <p class="faint">
        {Action}
        {start && (
          <>
            {' · '}
            {dateText(start)}
            {' · '}
            <Took from={start} to={end} />
          </>
        )}
      </p>
      {failure && <Failed failure={failure} />}
      {Action === 'aws:approve' && <Votes step={step} />}
      <Logs outputs={Outputs} />
      <Child outputs={Outputs} />
      <h3>Outputs</h3>
      <Values values={outputs} none={start ? 'None.' : 'It has not run.'} />
      <h3>Inputs</h3>
      <Values values={mapValues(step.Inputs ?? {})} none="None." />
    </section>
  );
};

const Failed = ({ failure: { sentence, detail, trace } }: { failure: Failure }) => (
  <>
    <div class="notice is-bad">
      <Icon name="cross" />
      <div>
        <p class="notice-title">{sentence}</p>
        {detail && <p class="notice-detail">{detail}</p>}
      </div>
    </div>
    {trace && (
      <>
        <h3>Trace</h3>
        <Code text={trace} label="Trace of the script" />
      </>
    )}
  </>
);

const Votes = ({ step }: { step: StepExecution }) => {
  const decisions = decisionsOf(step);
  return (
    <>
      <h3>Decisions</h3>
      {decisions.length ? <Decisions decisions={decisions} /> : <p class="faint">None.</p>}
    </>
  );
};

const Logs = ({ outputs }: { outputs: Record<string, string[]> }) => (
  <>
    {logs.map((name) => {
      const text = (outputs[name] ?? []).join('\n').trim();
      return (
        text && (
          <div key={name}>
            <h3>{name === 'Output' ? 'Log' : name}</h3>
            <Code text={text} label={`${name} of the step`} />
          </div>
        )
      );
    })}
  </>
);

const Child = ({ outputs }: { outputs: Record<string, string[]> }) => {
  const id = outputs['ExecutionId']?.[0] ?? '';
  if (!/^[0-9a-f-]{36}$/.test(id)) return null;
  return (
    <p>
      <a href={to('runs', id)}>The run it started</a>
    </p>
  );
};

const mapValues = (values: Record<string, string>): Record<string, string[]> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [value]]));
