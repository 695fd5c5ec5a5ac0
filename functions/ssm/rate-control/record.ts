import type { Target, TargetLocation } from '@aws-sdk/client-ssm';
import type { Item, Key, Stored, Store } from '../../ports/store.ts';
import { namedUuid, partitionOf } from '../automation-executions/record.ts';

/** What an execution that runs its runbook once per target was asked for; on its record. Limits as the API writes them: `10`, `20%`. */
export interface RateControl {
  parameterName?: string;
  targets?: Target[];
  maps?: Record<string, string[]>[];
  locations?: TargetLocation[];
  locationsUrl?: string;
  maxConcurrency?: string;
  maxErrors?: string;
  /** The names of the first targets, of `total`. */
  resolved: string[];
  total: number;
  /** The parameters that targets fill in. */
  fromTargets: string[];
  /** What the executions in other accounts and Regions are started with. */
  elsewhere?: Elsewhere;
}

/** The caller's own words, for the service that runs the runbook elsewhere. */
export interface Elsewhere {
  documentName: string;
  documentVersion?: string;
  parameters: Record<string, string[]>;
  /** The parameter that the runbook takes its role from. */
  roleParameter?: string;
}

/** One thing to run the runbook for: the parameters it fills in, or the account and Region to run in (`location` counts from 0 in `locations`). */
export interface PlannedTarget {
  name: string;
  inputs: Record<string, string[]>;
  place?: { account: string; region: string; location: number };
}

/** How a target's execution ended. */
export type TargetEnd = 'Success' | 'Failed' | 'TimedOut' | 'Cancelled';

/** A target that was dispatched. Times are epoch milliseconds. */
export interface TargetRecord extends PlannedTarget {
  sequence: number;
  status: 'InProgress' | TargetEnd;
  startTime: number;
  endTime?: number;
  failureMessage?: string;
  /** The execution elsewhere; one here has the id `childId` gives. */
  executionId?: string;
}

/** The targets `first` … `first + total - 1` share limits; of them `dispatched` are on record, and `started` surely have their execution. */
export interface Group extends Record<TargetEnd, number> {
  first: number;
  total: number;
  concurrency: number;
  errors: number;
  dispatched: number;
  started: number;
}

/** How far a rate-controlled execution has come: small and written conditionally, whatever the number of its targets. */
export interface Control {
  groups: Group[];
  /** While it is cancelled: the last target whose execution was asked to stop. */
  stopped: number;
}

/** Says, until it is counted, that a target's execution ended. */
export interface Ended {
  sequence: number;
  status: TargetEnd;
}

/** When an execution elsewhere is to be looked at; `looks` counts how often it was. */
export interface Visit {
  sequence: number;
  looks: number;
  /** How many looks in a row got no answer. */
  misses: number;
}

const chunkSize = 200;

const padded = (sequence: number) => String(sequence).padStart(6, '0');

const keyIn = (executionId: string, sort: string): Key => ({ partition: partitionOf(executionId), sort });

export const controlKey = (executionId: string): Key => keyIn(executionId, 'rate-control');
export const targetKey = (executionId: string, sequence: number): Key =>
  keyIn(executionId, `target#${padded(sequence)}`);

/** The words of ends that are not counted yet. */
export const endedPrefix = 'ended#';
export const endedSort = (sequence: number): string => `${endedPrefix}${padded(sequence)}`;

export const visitPrefix = 'visit#';

/** Visits are in the order of the moment they are due, in epoch milliseconds; without a sequence number it is the end of all of that moment. */
export const visitSort = (due: number, sequence?: number): string =>
  `${visitPrefix}${String(due).padStart(15, '0')}${sequence === undefined ? '~' : `#${padded(sequence)}`}`;

/** When the visit of a sort key is due. */
export const dueOf = (sort: string): number => Number(sort.slice(visitPrefix.length).split('#')[0]);

const chunkKey = (executionId: string, number: number): Key => keyIn(executionId, `targets#${padded(number)}`);

/** The targets of an execution as they go into the store: written once, many to a record. */
export const chunkItems = (executionId: string, targets: PlannedTarget[]): Item<{ targets: PlannedTarget[] }>[] =>
  Array.from({ length: Math.ceil(targets.length / chunkSize) }, (_, number) => ({
    ...chunkKey(executionId, number),
    value: { targets: targets.slice(number * chunkSize, (number + 1) * chunkSize) },
  }));

/** The targets of these sequence numbers, which count from 1. */
export async function plannedTargets(
  store: Store,
  executionId: string,
  sequences: number[],
): Promise<Map<number, PlannedTarget>> {
  const chunkOf = (sequence: number) => Math.floor((sequence - 1) / chunkSize);
  const chunks = new Map<number, PlannedTarget[]>();
  for (const number of new Set(sequences.map(chunkOf))) {
    const chunk = await store.get<{ targets: PlannedTarget[] }>(chunkKey(executionId, number));
    chunks.set(number, chunk?.value.targets ?? []);
  }
  const planned = (sequence: number): PlannedTarget => {
    const target = chunks.get(chunkOf(sequence))?.[(sequence - 1) % chunkSize];
    if (!target) throw new Error(`Target ${sequence} of ${executionId} is not on record.`);
    return target;
  };
  return new Map(sequences.map((sequence) => [sequence, planned(sequence)]));
}

export const getControl = (store: Store, executionId: string): Promise<Stored<Control> | undefined> =>
  store.get<Control>(controlKey(executionId));

export const getTarget = (
  store: Store,
  executionId: string,
  sequence: number,
): Promise<Stored<TargetRecord> | undefined> => store.get<TargetRecord>(targetKey(executionId, sequence));

/** The id of a target's execution here, and the idempotency token of one elsewhere: the same however often it is started. */
export const childId = (executionId: string, sequence: number): string =>
  namedUuid(`${executionId}/target/${sequence}`);

/** The StepExecutionId of a target. */
export const targetStepId = (executionId: string, sequence: number): string =>
  namedUuid(`${executionId}/target-step/${sequence}`);
