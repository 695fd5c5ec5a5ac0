import type { Person } from '../../console/views/inbox/approvals.ts';
import { calling } from '../calling.ts';
import type { Call } from '../client.ts';
import type { Body } from '../command.ts';
import { readExecution } from '../execution.ts';
import { executions, lastPart, limitOf } from '../executions/list.ts';
import { gateOf, isMine } from '../gate.ts';
import { tell } from '../output.ts';
import { watchClock } from '../patience.ts';
import { duration } from '../progress.ts';
import { type Column, sheet, tableOf } from '../table.ts';

/** An approval that is waited for; times in epoch seconds. */
interface Approval {
  AutomationExecutionId: string;
  DocumentName: string;
  StepName: string;
  Message: string;
  Approvers: string[];
  ApproverDecisions: { Approver: string; ApprovalStatus: string; ApprovalDecisionTime?: string; Comment?: string }[];
  RequiredApprovals: number;
  ExecutedBy: string;
  ExecutionStartTime?: number;
  ExpirationTime: number;
  WaitsForMe: boolean;
}

/** What waits for whoever asks, and how much was seen that does not. */
interface Inbox {
  found: Approval[];
  others: number;
  /** Whether there is more than anybody looks at. */
  isCut: boolean;
}

/** More executions than these are not looked at: each is a call. */
const most = 1000;
/** Many are asked about at a time, not all: a laptop's server answers some thousands a second. */
const atOnce = 8;

/** What to look for: only what waits for the person who asks, or all. */
interface Wish {
  person: Person;
  isAll: boolean;
  limit: number;
}

/** The approvals that executions wait for, the one that ends first at the top. */
async function approvals(call: Call, { person, isAll, limit }: Wish): Promise<Inbox> {
  const filters = { ExecutionStatus: ['Waiting', 'PendingApproval'], CurrentAction: ['aws:approve'] };
  const waiting = await executions(call, filters, most);
  const found: Approval[] = [];
  let others = 0;
  for (let at = 0; at < waiting.length && found.length < limit; at += atOnce) {
    const some = waiting.slice(at, at + atOnce);
    const all = (
      await Promise.all(some.map(({ AutomationExecutionId: id = '' }) => approvalOf(call, id, person)))
    ).flat();
    const shown = all.filter((one) => isAll || one.WaitsForMe);
    others += all.length - shown.length;
    found.push(...shown);
  }
  const first = found.slice(0, limit).sort((one, other) => one.ExpirationTime - other.ExpirationTime);
  return { found: first, others, isCut: waiting.length === most };
}

/** None where somebody has decided meanwhile. */
async function approvalOf(call: Call, id: string, person: Person): Promise<Approval[]> {
  const execution = await readExecution(call, id);
  const gate = gateOf(execution);
  if (!gate?.approval) return [];
  const { runbook, decisions, required, until, executedBy, started } = gate.approval;
  return [
    {
      AutomationExecutionId: id,
      DocumentName: runbook,
      StepName: gate.step,
      Message: gate.message,
      Approvers: gate.approvers,
      ApproverDecisions: decisions.map(({ approver, status, time, comment }) => ({
        Approver: approver,
        ApprovalStatus: status,
        ...(time && { ApprovalDecisionTime: time.toISOString() }),
        ...(comment && { Comment: comment }),
      })),
      RequiredApprovals: required,
      ExecutedBy: executedBy,
      ...(started && { ExecutionStartTime: started.getTime() / 1000 }),
      ExpirationTime: until / 1000,
      WaitsForMe: isMine(gate, person),
    },
  ];
}

const columnsAt = (now: number): Column<Approval>[] => [
  ['EXECUTION', (one) => one.AutomationExecutionId],
  ['DOCUMENT', (one) => one.DocumentName],
  ['STEP', (one) => one.StepName],
  ['BY', (one) => lastPart(one.ExecutedBy)],
  ['EXPIRES', (one) => (one.ExpirationTime > now ? `in ${duration(one.ExpirationTime - now)}` : 'now')],
  ['APPROVED', approvedBy],
  ['APPROVERS', (one) => one.Approvers.map(lastPart).join(', ')],
  ['MESSAGE', (one) => one.Message],
];

/** `1 of 2: alice`. */
function approvedBy({ ApproverDecisions: decisions, RequiredApprovals: required }: Approval): string {
  const names = decisions.filter(({ ApprovalStatus: status }) => status === 'Approved');
  const told = names.length ? `: ${names.map(({ Approver }) => lastPart(Approver)).join(', ')}` : '';
  return `${names.length} of ${required}${told}`;
}

/** quaymaster approvals list: what waits for the word of whoever asks, or for anybody's. */
export const listApprovals: Body = async (given) => {
  const [limit, isAll] = [limitOf(given), given.values.all === true];
  const inbox = await calling(given, async ({ call, caller }) =>
    approvals(call, { person: await caller(), isAll, limit }),
  );
  const columns = columnsAt(watchClock.now() / 1000);
  await tell(given, { value: inbox.found, lines: (rows) => tableOf(rows, columns, sheet()) });
  if (given.values.output === 'table') for (const line of hints(inbox, isAll)) console.error(line);
  return 0;
};

/** What else there is to know, and to type. */
function hints({ found, others, isCut }: Inbox, isAll: boolean): string[] {
  const none = found.length ? '' : isAll ? 'Nothing waits for an approval.' : 'Nothing waits for you.';
  const more = others ? `${others} ${others === 1 ? 'waits' : 'wait'} for others: quaymaster approvals list --all` : '';
  return [
    ...(none || more ? [[none, more].filter(Boolean).join(' ')] : []),
    ...(isCut ? [`More than ${most} executions wait; only the newest ${most} were looked at.`] : []),
  ];
}
