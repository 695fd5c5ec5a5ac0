import { useMemo, useRef } from 'preact/hooks';
import { Icon } from '../../parts/icon.tsx';
import { Problem, Waiting } from '../../parts/notice.tsx';
import { Page } from '../../parts/page.tsx';
import { Status } from '../../parts/status.tsx';
import { place, to, withQuery } from '../../router.ts';
import { useLoaded } from '../../use-loaded.ts';
import { Approval } from '../inbox/approval.tsx';
import { approvalOf } from '../inbox/approvals.ts';
import { runFailure } from './failure.ts';
import { GraphView } from './graph-view.tsx';
import { type LoadedRun, loadRun } from './load-run.ts';
import { RunActions } from './run-actions.tsx';
import { Facts, Overview } from './run-facts.tsx';
import { firstShown, graphOfRun } from './shown-run.ts';
import { StepDetail } from './step-detail.tsx';
import { StepList } from './step-list.tsx';

/** `/runs/ID?step=STEP`: where a run stands, and everything about its steps. */
export const Run = ({ id }: { id: string }) => {
  const known = useRef<LoadedRun | undefined>(undefined);
  const {
    value: run,
    problem,
    reload,
  } = useLoaded({
    key: id,
    load: async () => (known.current = await loadRun(id, known.current)),
    concerns: ({ topic, id: changed }) => topic === 'automation-execution' && changed === id,
    every: 2000,
  });
  const crumbs = [{ name: 'Runs', to: to('runs') }];
  if (!run)
    return (
      <Page title="Run" crumbs={crumbs}>
        {problem ? <Problem text={problem} retry={reload} /> : <Waiting lines={10} />}
      </Page>
    );
  const { execution } = run;
  return (
    <Page
      title={execution.DocumentName ?? id}
      crumbs={crumbs}
      aside={<Status value={execution.AutomationExecutionStatus} />}
      actions={<RunActions run={run} reload={reload} />}
    >
      {problem && <Problem text={problem} retry={reload} />}
      <Facts execution={execution} />
      <Failed run={run} />
      <Body run={run} reload={reload} />
    </Page>
  );
};

const Failed = ({ run: { execution } }: { run: LoadedRun }) => {
  const failure = runFailure(execution);
  if (!failure) return null;
  return (
    <div class="notice is-bad" role="alert">
      <Icon name="cross" />
      <div>
        <p class="notice-title">{failure.sentence}</p>
        {failure.detail && <p class="notice-detail">{failure.detail}</p>}
      </div>
    </div>
  );
};

const Body = ({ run, reload }: { run: LoadedRun; reload: () => void }) => {
  const { execution, steps } = run;
  const graph = useMemo(() => graphOfRun(run), [run]);
  const asked = place.value.query.get('step');
  const shown = steps.findLast((step) => step.StepExecutionId === asked || step.StepName === asked) ?? firstShown(run);
  const link = (step: string) => withQuery(to('runs', execution.AutomationExecutionId ?? ''), { step });
  const approval = approvalOf(execution);
  return (
    <div class="run">
      <div class="run-left">
        {approval && <Approval approval={approval} done={reload} isAlone />}
        <section class="card" aria-labelledby="graph-title">
          <h2 id="graph-title" class="card-title">
            Graph
          </h2>
          <GraphView graph={graph} selected={shown?.StepName ?? ''} link={link} />
        </section>
        <StepList
          span={{ start: execution.ExecutionStartTime, end: execution.ExecutionEndTime }}
          steps={steps}
          hasMore={run.hasMore}
          selected={shown?.StepExecutionId ?? ''}
          link={link}
        />
      </div>
      <div class="run-right">
        {shown && <StepDetail key={shown.StepExecutionId} step={shown} />}
        <Overview execution={execution} />
      </div>
    </div>
  );
};
