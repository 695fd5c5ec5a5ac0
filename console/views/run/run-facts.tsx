import type { AutomationExecution } from '@aws-sdk/client-ssm';
import { Fact } from '../../parts/fact.tsx';
import { Copied, Values } from '../../parts/value.tsx';
import { Ago, Took } from '../../parts/time.tsx';
import { to, withQuery } from '../../router.ts';
import { nameOf, shortId } from '../../words.ts';

/** What there is to know of a run at a glance. */
export const Facts = ({ execution }: { execution: AutomationExecution }) => {
  const { AutomationExecutionId: id = '', DocumentName = '', DocumentVersion, ExecutedBy, Mode } = execution;
  const { ParentAutomationExecutionId: parent, Targets = [] } = execution;
  return (
    <dl class="facts">
      <Fact name="Execution">
        <Copied text={id} shown={shortId(id)} what="execution ID" />
      </Fact>
      <Fact name="Runbook">
        <a href={withQuery(to('runbooks', DocumentName), { version: DocumentVersion })}>version {DocumentVersion}</a>
      </Fact>
      <Fact name="Started by">
        <span title={ExecutedBy}>{nameOf(ExecutedBy)}</span>
      </Fact>
      <Fact name="Started">
        <Ago at={execution.ExecutionStartTime} />
      </Fact>
      <Fact name={execution.ExecutionEndTime ? 'Took' : 'Running for'}>
        <Took from={execution.ExecutionStartTime} to={execution.ExecutionEndTime} />
      </Fact>
      {Mode === 'Interactive' && <Fact name="Mode">Interactive</Fact>}
      {parent && (
        <Fact name="Started from">
          <a href={to('runs', parent)}>{shortId(parent)}</a>
        </Fact>
      )}
      {Targets.length > 0 && (
        <Fact name="Targets">
          <a href={withQuery(to('runs'), { parent: id })}>Runs of its targets</a>
        </Fact>
      )}
    </dl>
  );
};

/** What it was started with, and what came out. */
export const Overview = ({ execution: { Parameters, Outputs, Variables } }: { execution: AutomationExecution }) => (
  <section class="card" aria-label="Parameters and outputs of the run">
    <h2 class="card-title">Run</h2>
    <h3>Outputs</h3>
    <Values values={Outputs} none="None so far." />
    <h3>Parameters</h3>
    <Values values={Parameters} none="It takes none." />
    {Variables && (
      <>
        <h3>Variables</h3>
        <Values values={Variables} none="" />
      </>
    )}
  </section>
);
