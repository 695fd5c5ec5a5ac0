import type { StepExecution } from '@aws-sdk/client-ssm';
import { now } from '../../clock.ts';
import { Status, toneOf } from '../../parts/status.tsx';
import { Took } from '../../parts/time.tsx';
import { clockText } from '../../words.ts';

/** From when until when. */
interface Span {
  start: Date | undefined;
  end: Date | undefined;
}

interface ListParts {
  steps: StepExecution[];
  /** Of the run; it has no end while it runs. */
  span: Span;
  hasMore: boolean;
  selected: string;
  link: (step: string) => string;
}

/** The steps in the order they began, each of which can be looked at. */
export const StepList = ({ steps, span, hasMore, selected, link }: ListParts) => (
  <section class="card" aria-labelledby="steps-title">
    <h2 id="steps-title" class="card-title">
      Steps
    </h2>
    {hasMore && (
      <p class="faint">The first {steps.length} are here; DescribeAutomationStepExecutions tells the others.</p>
    )}
    <ol class="steps">
      {steps.map((step) => (
        <Line
          key={step.StepExecutionId}
          step={step}
          span={span}
          isSelected={step.StepExecutionId === selected}
          link={link}
        />
      ))}
    </ol>
  </section>
);

interface LineParts {
  step: StepExecution;
  span: Span;
  isSelected: boolean;
  link: ListParts['link'];
}

const Line = ({ step, span, isSelected, link }: LineParts) => {
  const { StepName: name, StepExecutionId: id = '', ExecutionStartTime: start, ParentStepDetails: parent } = step;
  return (
    <li class={`step-line${parent ? ' is-inner' : ''}`}>
      <a href={link(id)} data-adjusts="" class="row-link" aria-current={isSelected ? 'true' : undefined}>
        {name}
      </a>
      <span class="faint">{parent ? `turn ${parent.Iteration}` : (step.Action ?? '')}</span>
      <span class="faint number">{start ? clockText(start) : ''}</span>
      {start ? <Took from={start} to={step.ExecutionEndTime} /> : <span />}
      <Status value={start ? step.StepStatus : 'NotReached'} />
      {start && <Bar step={{ start, end: step.ExecutionEndTime }} span={span} status={step.StepStatus} />}
    </li>
  );
};

/** When in the run a step ran, and for how long, as a line below it. */
const Bar = ({ step, span, status }: { step: Span; span: Span; status: string | undefined }) => {
  const first = span.start?.getTime() ?? 0;
  const time = (date: Date | undefined) => date?.getTime() ?? now.value;
  const whole = Math.max(1, time(span.end) - first);
  const part = (moment: number) => Math.min(100, Math.max(0, ((moment - first) / whole) * 100));
  const [from, to] = [part(time(step.start)), part(time(step.end))];
  return (
    <span
      class={`step-bar is-${toneOf(status)}`}
      aria-hidden="true"
      style={{ left: `${from}%`, width: `max(3px, ${to - from}%)` }}
    />
  );
};
