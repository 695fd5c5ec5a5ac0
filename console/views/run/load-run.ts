import type { AutomationExecution, StepExecution } from '@aws-sdk/client-ssm';
import { runbookFrom, type WrittenRunbook } from './runbook.ts';

/** A run with all its steps, and its runbook where that can be read. */
export interface LoadedRun {
  execution: AutomationExecution;
  steps: StepExecution[];
  runbook: WrittenRunbook | undefined;
  /** There are more steps than are shown. */
  hasMore: boolean;
}

/** Reads a run; `known` is what was read before, for a runbook's version never changes. */
export async function loadRun(id: string, known: LoadedRun | undefined): Promise<LoadedRun> {
  const { getAutomationExecution } = await import('../../clients/ssm.ts');
  const { AutomationExecution: execution = {} } = await getAutomationExecution(id);
  const { StepExecutions = [], StepExecutionsTruncated: isCut } = execution;
  const [steps, runbook] = await Promise.all([
    isCut ? allSteps(id) : { steps: StepExecutions, hasMore: false },
    known?.runbook ?? runbookOf(execution),
  ]);
  return { execution, ...steps, runbook };
}

async function allSteps(id: string): Promise<Pick<LoadedRun, 'steps' | 'hasMore'>> {
  const { describeAutomationStepExecutions } = await import('../../clients/ssm.ts');
  const steps: StepExecution[] = [];
  let next: string | undefined;
  do {
    const page = await describeAutomationStepExecutions({ AutomationExecutionId: id, MaxResults: 50, NextToken: next });
    steps.push(...(page.StepExecutions ?? []));
    next = page.NextToken;
  } while (next !== undefined && steps.length < mostSteps);
  return { steps, hasMore: next !== undefined };
}

/** More than this no page can show; it says so. */
const mostSteps = 2000;

/** A document may be gone, or not for this reader: the steps are shown all the same. */
async function runbookOf({ DocumentName, DocumentVersion }: AutomationExecution): Promise<WrittenRunbook | undefined> {
  try {
    const { getDocument } = await import('../../clients/ssm.ts');
    const { Content = '' } = await getDocument({ Name: DocumentName, DocumentVersion, DocumentFormat: 'JSON' });
    return runbookFrom(Content);
  } catch {
    return undefined;
  }
}
