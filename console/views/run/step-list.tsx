import type { StepExecution } from '@aws-sdk/client-ssm';
import { Status } from '../../parts/status.tsx';
import { Took } from '../../parts/time.tsx';
import { clockText } from '../../words.ts';

interface ListParts {
  steps: StepExecution[];
  hasMore: boolean;
  selected: string;
  link: (step: string) => string;
}

/** The steps in the order they began, each of which can be looked at. */
export const StepList = ({ steps, hasMore, selected, link }: ListParts) => (
  <section class="card" aria-labelledby="steps-title">
    <h2 id="steps-title" class="card-title">
      Steps
    </h2>
    {hasMore && (
      <p class="faint">The first {steps.length} are here; DescribeAutomationStepExecutions tells the others.</p>
    )}
    <ol class="steps">
      {steps.map((step) => (
        <Line key={step.StepExecutionId} step={step} isSelected={step.StepExecutionId === selected} link={link} />
      ))}
    </ol>
  </section>
);

interface LineParts {
  step: StepExecution;
  isSelected: boolean;
  link: ListParts['link'];
}

const Line = ({ step, isSelected, link }: LineParts) => {
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
    </li>
  );
};
