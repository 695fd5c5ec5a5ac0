import { useAction } from '../../parts/action.ts';
import { Confirmed } from '../../parts/confirmed.tsx';
import { Icon } from '../../parts/icon.tsx';
import { toast } from '../../parts/toast.tsx';
import { to, withQuery } from '../../router.ts';
import type { LoadedRun } from './load-run.ts';
import { isOver, startable } from './shown-run.ts';

interface Parts {
  run: LoadedRun;
  reload: () => void;
}

/** What can be done with a run as it stands. */
export const RunActions = ({ run, reload }: Parts) => {
  const { execution, steps } = run;
  const { AutomationExecutionId: id = '', DocumentName: name = '', AutomationExecutionStatus: status } = execution;
  return (
    <>
      {startable(execution, steps).map((step) => (
        <StartStep key={step} id={id} step={step} done={reload} />
      ))}
      {!isOver(status) && status !== 'Cancelling' && <Cancel id={id} name={name} done={reload} />}
      {execution.Mode === 'Interactive' && !isOver(status) && <Complete id={id} done={reload} />}
      <a class="button" href={withQuery(to('runbooks', name, 'start'), { from: id })}>
        <Icon name="again" />
        Run again
      </a>
    </>
  );
};

const Cancel = ({ id, name, done }: { id: string; name: string; done: () => void }) => (
  <Confirmed
    button={
      <>
        <Icon name="stop" />
        Cancel
      </>
    }
    look="is-danger-quiet"
    title={`Cancel ${name}?`}
    confirm="Cancel the run"
    isDangerous
    act={async () =>
      (await import('../../clients/ssm.ts')).stopAutomationExecution({ AutomationExecutionId: id, Type: 'Cancel' })
    }
    done={() => {
      toast('The run is being cancelled');
      done();
    }}
  >
    <p>The step in flight is stopped. Where the runbook says what to do on cancel, that is done first.</p>
  </Confirmed>
);

const StartStep = ({ id, step, done }: { id: string; step: string; done: () => void }) => {
  const { isBusy, problem, run } = useAction(
    async () =>
      (await import('../../clients/ssm.ts')).sendAutomationSignal({
        AutomationExecutionId: id,
        SignalType: 'StartStep',
        Payload: { StepName: [step] },
      }),
    () => {
      toast(`${step} was started`);
      done();
    },
  );
  return (
    <>
      {problem && (
        <span class="field-problem" role="alert">
          {problem}
        </span>
      )}
      <button type="button" class="button is-primary" onClick={run} aria-busy={isBusy}>
        <Icon name="play" />
        Start {step}
      </button>
    </>
  );
};

const Complete = ({ id, done }: { id: string; done: () => void }) => {
  const { isBusy, run } = useAction(
    async () =>
      (await import('../../clients/ssm.ts')).stopAutomationExecution({ AutomationExecutionId: id, Type: 'Complete' }),
    done,
  );
  return (
    <button type="button" class="button" onClick={run} aria-busy={isBusy}>
      Complete
    </button>
  );
};
