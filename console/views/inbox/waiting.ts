import { computed, effect, signal } from '@preact/signals';
import { problemOf } from '../../clients/problem.ts';
import { isLive, onChange } from '../../live.ts';
import { me, session } from '../../session.ts';
import { type Approval, approvalOf, isFor } from './approvals.ts';

/** All steps that wait for somebody, as far as the reader may see them; undefined before the first answer. */
export const approvals = signal<Approval[] | undefined>(undefined);

/** What went wrong when they were asked for. */
export const approvalsProblem = signal('');

/** Those that wait for whoever is signed in, the one that ends first at the top. */
export const waiting = computed(() => {
  const person = me.value;
  if (!person) return undefined;
  return approvals.value?.filter((approval) => isFor(approval, person)).sort((one, other) => one.until - other.until);
});

/** More than this nobody reads. */
const most = 200;
const atOnce = 6;

async function idsWaiting(): Promise<string[]> {
  const { describeAutomationExecutions } = await import('../../clients/ssm.ts');
  const Filters = [
    { Key: 'ExecutionStatus' as const, Values: ['Waiting'] },
    { Key: 'CurrentAction' as const, Values: ['aws:approve'] },
  ];
  const ids: string[] = [];
  let next: string | undefined;
  do {
    const page = await describeAutomationExecutions({ Filters, MaxResults: 50, NextToken: next });
    ids.push(...(page.AutomationExecutionMetadataList ?? []).map(({ AutomationExecutionId: id = '' }) => id));
    next = page.NextToken;
  } while (next !== undefined && ids.length < most);
  return ids.slice(0, most);
}

async function load(): Promise<Approval[]> {
  const { getAutomationExecution } = await import('../../clients/ssm.ts');
  const ids = await idsWaiting();
  const found: (Approval | undefined)[] = [];
  const worker = async () => {
    for (let id = ids.shift(); id !== undefined; id = ids.shift())
      found.push(approvalOf((await getAutomationExecution(id)).AutomationExecution ?? {}));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return found.filter((approval) => approval !== undefined);
}

let isRunning = false;
let isAsked = false;

/** Asks for them again; while a call runs, once more after it. */
export function refreshApprovals(): void {
  if (isRunning || !session.peek()) return void (isAsked = true);
  [isRunning, isAsked] = [true, false];
  const asker = session.peek();
  load()
    .then(
      (found) => {
        if (session.peek() !== asker) return;
        approvals.value = found;
        approvalsProblem.value = '';
      },
      (error: unknown) => (approvalsProblem.value = problemOf(error)),
    )
    .finally(() => {
      isRunning = false;
      if (isAsked) refreshApprovals();
    });
}

let timer: ReturnType<typeof setTimeout> | undefined;
const soon = () => {
  timer ??= setTimeout(() => {
    timer = undefined;
    refreshApprovals();
  }, 150);
};

effect(() => {
  approvals.value = undefined;
  if (session.value) refreshApprovals();
});
onChange((change) => {
  if (change === 'anything' || change.topic === 'automation-execution') soon();
});
setInterval(() => {
  if (session.peek() && !isLive.peek() && document.visibilityState === 'visible') refreshApprovals();
}, 4000);
