import { runFailure, stepFailure } from '../../../console/views/run/failure.ts';

const frame = (text: string) =>
  `Step fails when it is Poll action status for completion. ${text}. Please refer to Automation Service Troubleshooting Guide for more diagnosis details.`;

describe('a failure in plain words', () => {
  it('names who rejected, and what they said', () => {
    expect(
      stepFailure({
        StepName: 'gate',
        StepStatus: 'Failed',
        FailureMessage: frame('Approval was rejected by arn:aws:iam::1:user/alice: Not on a Friday'),
      }),
    ).toEqual({ sentence: 'alice rejected gate.', detail: 'Not on a Friday' });
  });

  it('takes the last line of a trace', () => {
    const trace = 'Traceback (most recent call last):\n  File "x", line 3\n\nException - disk full';

    expect(stepFailure({ StepName: 'copy', StepStatus: 'Failed', FailureMessage: frame(trace) })).toEqual({
      sentence: 'copy failed.',
      detail: 'disk full',
      trace,
    });
  });

  it('says what was too slow, and nothing of what went well', () => {
    const FailureMessage =
      'Step timed out while step is verifying the action has completed. 1 of 2 required approvals were given in time. Please refer to Automation Service Troubleshooting Guide for more diagnosis details.';

    expect(stepFailure({ StepName: 'gate', StepStatus: 'TimedOut', FailureMessage })).toEqual({
      sentence: 'gate was not done in time.',
      detail: '1 of 2 required approvals were given in time',
    });
    expect(stepFailure({ StepName: 'gate', StepStatus: 'Success' })).toBeUndefined();
  });

  it('is the last failed step’s where a run failed, else the run’s own', () => {
    const StepExecutions = [{ StepName: 'a', StepStatus: 'Failed' as const, FailureMessage: frame('no') }];

    expect(runFailure({ AutomationExecutionStatus: 'Failed', StepExecutions })).toEqual({
      sentence: 'a failed.',
      detail: 'no',
      step: 'a',
    });
    expect(runFailure({ AutomationExecutionStatus: 'Failed', FailureMessage: 'gone' })).toEqual({
      sentence: 'The run failed.',
      detail: 'gone',
    });
    expect(runFailure({ AutomationExecutionStatus: 'Success', StepExecutions })).toBeUndefined();
  });
});
