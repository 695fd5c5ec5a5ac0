import type { JsonObject } from '../../json.ts';
import type { Progress } from '../../provisioner.ts';
import { watchOf } from '../../watches.ts';
import { lookAfter } from '../look-after.ts';

/** What goes on: what was asked of the stack itself, the making of a change set, the removal of a leftover, or what somebody else began. */
export type Doing = 'create' | 'update' | 'delete' | 'changing' | 'clearing' | 'waiting';

/** What a look must know of the looks before. */
export interface Memo {
  doing: Doing;
  /** The stack's id; its name before it has one. */
  stack: string;
  looks: number;
  /** A large template was laid aside, to be removed in the end. */
  isStored?: boolean;
  /** A rollback that was stuck was tried again. */
  isContinued?: boolean;
  /** What whoever deploys should know, whatever comes of it. */
  note?: string;
}

const kept = ({ doing, stack, looks, isStored, isContinued, note }: Memo): JsonObject => ({
  doing,
  stack,
  looks: looks + 1,
  ...(isStored && { isStored }),
  ...(isContinued && { isContinued }),
  ...(note !== undefined && { note }),
});

/** A memo as the record gives it back, which only `goesOn` made. */
export const memoIn = (memo: JsonObject): Memo => memo as unknown as Memo;

/** Work that goes on, to be looked at again later and later. */
export const goesOn = (memo: Memo): Progress => ({
  state: 'InProgress',
  memo: kept(memo),
  watch: watchOf('cloudformation', memo.stack),
  lookAfter: lookAfter(memo.looks),
});
