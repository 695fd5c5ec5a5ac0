import { computed, effect, signal } from '@preact/signals';
import { mapAtOnce } from '../../clients/at-once.ts';
import { problemOf } from '../../clients/problem.ts';
import { isLive, onChange } from '../../live.ts';
import { me, session } from '../../session.ts';
import { type Approval, approvalOf, isFor } from './approvals.ts';

/** All steps that wait for somebody, as far as the reader may see them and they are read; undefined before the first answer. */
export const approvals = signal<Approval[] | undefined>(undefined);

/** How many of those that wait are still to be read. */
export const unread = signal(0);

/** What went wrong when they were asked for. */
export const approvalsProblem = signal('');

/** Those that wait for whoever is signed in, the one that ends first at the top. */
export const waiting = computed(() => {
  const person = me.value;
  if (!person) return undefined;
  return approvals.value?.filter((approval) => isFor(approval, person)).sort((one, other) => one.until - other.until);
});

/** What is known of the runs that wait, by their ids. */
let known = new Map<string, Approval>();

const publish = () => (approvals.value = [...known.values()]);

/** The ids of all runs that wait for somebody, the newest first. */
async function idsWaiting(): Promise<string[]> {
  const { describeAutomationExecutions } = await import('../../clients/ssm.ts');
  const Filters = [
    { Key: 'ExecutionStatus' as const, Values: ['Waiting'] },
    { Key: 'CurrentAction' as const, Values: ['aws:approve'] },
  ];
  const ids: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await describeAutomationExecutions({ Filters, MaxResults: 50, NextToken });
    ids.push(...(page.AutomationExecutionMetadataList ?? []).map(({ AutomationExecutionId: id = '' }) => id));
    ({ NextToken } = page);
  } while (NextToken !== undefined);
  return ids;
}

/** So many are shown at a time while many are read. */
const atATime = 60;

/** Reads runs again, and shows what is found as it comes; what changes meanwhile is not kept waiting. Whoever asked must be signed in still. */
async function read(ids: string[], asker: unknown): Promise<void> {
  for (let from = 0; from < ids.length && session.peek() === asker; from += atATime) {
    await readSome(ids.slice(from, from + atATime), asker);
    if (asked instanceof Set && asked.size <= few) {
      const changed = [...asked];
      asked = undefined;
      await readSome(changed, asker);
    }
    unread.value = Math.max(0, ids.length - from - atATime);
  }
}

async function readSome(ids: string[], asker: unknown): Promise<void> {
  const { getAutomationExecution } = await import('../../clients/ssm.ts');
  const found = await mapAtOnce(ids, async (id) => {
    const { AutomationExecution = {} } = await getAutomationExecution(id).catch(unlessHidden);
    return AutomationExecution;
  });
  if (session.peek() !== asker) return;
  found.forEach((execution, place) => {
    const [id = '', approval] = [ids[place], approvalOf(execution)];
    if (approval) known.set(id, approval);
    else known.delete(id);
  });
  publish();
}

/** One run that is gone, or not for this reader, hides no other. */
function unlessHidden(error: unknown): { AutomationExecution?: object } {
  const { name } = error as Error;
  if (name === 'AccessDeniedException' || name === 'AutomationExecutionNotFoundException') return {};
  throw error;
}

/** More changes at once than this are looked for in the listing. */
const few = 20;

/** What is asked for: all again, or these runs. */
let asked: Set<string> | 'all' | undefined;
let isRunning = false;
/** How long the last look at all of them took, in milliseconds. */
let took = 0;

async function load(what: Set<string> | 'all', asker: unknown): Promise<void> {
  if (what !== 'all' && what.size <= few) return read([...what], asker);
  const began = Date.now();
  const ids = await idsWaiting();
  if (session.peek() !== asker) return;
  known = new Map(ids.flatMap((id) => (known.has(id) ? [[id, known.get(id)] as [string, Approval]] : [])));
  publish();
  await read(
    ids.filter((id) => what === 'all' || what.has(id) || !known.has(id)),
    asker,
  );
  took = Date.now() - began;
}

function goOn(): void {
  const asker = session.peek();
  if (isRunning || asked === undefined || !asker) return;
  const what = asked;
  asked = undefined;
  isRunning = true;
  load(what, asker)
    .then(
      () => (approvalsProblem.value = ''),
      (error: unknown) => (approvalsProblem.value = problemOf(error)),
    )
    .finally(() => {
      isRunning = false;
      unread.value = 0;
      goOn();
    });
}

/** Asks for all of them again; while a call runs, once more after it. */
export function refreshApprovals(): void {
  asked = 'all';
  goOn();
}

let timer: ReturnType<typeof setTimeout> | undefined;

/** Asks for one of them again. */
export const refreshApproval = (id: string): void => note(id);

/** Many changes at once are one look. */
function note(id: string | undefined): void {
  if (id === undefined) asked = 'all';
  else if (asked !== 'all') asked = new Set([...(asked ?? []), id]);
  timer ??= setTimeout(() => {
    timer = undefined;
    goOn();
  }, 150);
}

effect(() => {
  const isSignedIn = session.value !== undefined;
  known = new Map();
  approvals.value = undefined;
  if (isSignedIn) refreshApprovals();
});
onChange((change) => {
  if (change === 'anything') note(undefined);
  else if (change.topic === 'automation-execution') note(change.id);
});

/** Where nobody tells: every four seconds, and less often where a look takes long. */
let last = 0;
setInterval(() => {
  const isTime = Date.now() - last > Math.max(3500, took * 10);
  if (!isTime || !session.peek() || isLive.peek() || document.visibilityState !== 'visible') return;
  last = Date.now();
  refreshApprovals();
}, 1000);
