import { calling } from '../calling.ts';
import type { Call } from '../client.ts';
import type { Body } from '../command.ts';
import { readExecution } from '../execution.ts';
import { executions, limitOf, type Listed, lastPart } from '../executions/list.ts';
import { decisionsAt, gateOf } from '../gate.ts';
import { tell } from '../output.ts';
import { type Column, moment, sheet, tableOf } from '../table.ts';

/** An approval that is waited for. */
interface Approval {
  AutomationExecutionId: string;
  DocumentName: string;
  StepName: string;
  Message: string;
  Approvers: string[];
  ApproverDecisions: unknown[];
  RequiredApprovals: number;
  ExecutedBy: string;
  ExecutionStartTime?: number | undefined;
}

/** Many are asked about at a time, not all: a laptop's server answers some thousands a second. */
const atOnce = 8;

/** The approvals that executions wait for, the newest first. */
export async function approvals(call: Call, limit: number): Promise<Approval[]> {
  const filters = { ExecutionStatus: ['Waiting', 'PendingApproval'], CurrentAction: ['aws:approve'] };
  const waiting = await executions(call, filters, limit);
  const found: Approval[] = [];
  for (let at = 0; at < waiting.length; at += atOnce) {
    const some = waiting.slice(at, at + atOnce);
    found.push(...(await Promise.all(some.map((one) => approvalOf(call, one)))).flat());
  }
  return found;
}

/** None where somebody has decided meanwhile. */
async function approvalOf(call: Call, { AutomationExecutionId: id = '', ...listed }: Listed): Promise<Approval[]> {
  const execution = await readExecution(call, id);
  const gate = gateOf(execution);
  if (gate?.kind !== 'approve') return [];
  return [
    {
      AutomationExecutionId: id,
      DocumentName: listed.DocumentName ?? '',
      StepName: gate.step,
      Message: gate.message,
      Approvers: gate.approvers,
      ...decisionsAt(execution),
      ExecutedBy: listed.ExecutedBy ?? '',
      ExecutionStartTime: listed.ExecutionStartTime,
    },
  ];
}

const columns: Column<Approval>[] = [
  ['EXECUTION', (one) => one.AutomationExecutionId],
  ['DOCUMENT', (one) => one.DocumentName],
  ['STEP', (one) => one.StepName],
  ['BY', (one) => lastPart(one.ExecutedBy)],
  ['STARTED', (one) => moment(one.ExecutionStartTime)],
  ['DECIDED', (one) => `${one.ApproverDecisions.length} of ${one.RequiredApprovals}`],
  ['APPROVERS', (one) => one.Approvers.map(lastPart).join(', ')],
  ['MESSAGE', (one) => one.Message],
];

/** quaymaster approvals list: what waits for somebody's word. */
export const listApprovals: Body = async (given) => {
  const limit = limitOf(given);
  const found = await calling(given, ({ call }) => approvals(call, limit));
  return tell(given, { value: found, lines: () => tableOf(found, columns, sheet()) }, 'Nothing waits for an approval.');
};
