import { allRecords } from '../../ports/every-record.ts';
import type { Json } from '../../ports/json.ts';
import type { Store, Stored } from '../../ports/store.ts';
import type { Runbook } from '../documents/runbook.ts';
import type { Lookup } from '../expressions/interpolate.ts';
import { typedParameters } from '../expressions/parameters.ts';
import { systemVariable } from '../expressions/system-variables.ts';
import { inFlight, newestTurn } from './in-flight.ts';
import { type Known, knownOf, learn } from './known.ts';
import type { ExecutionRecord, StepRecord, StoredExecution, StoredStep } from './record.ts';
import { executionKey, isFinished, partitionOf } from './record.ts';
import { keptRunbook } from './runbook-snapshot.ts';
import { type StepPack, storedSteps } from './step-pack.ts';

/** A run in memory: its record, its runbook and the steps it started, each with the version the store knows (0 = not yet). */
export interface Run {
  execution: StoredExecution;
  runbook: Runbook;
  steps: StoredStep[];
  known: Known;
}

/** A step that starts joins the run; the store does not know it yet. */
export function addStep({ steps, known }: Run, record: StepRecord): void {
  steps.push({ partition: '', sort: '', version: 0, value: record });
  learn(known, record);
}

/** The record of one execution, or undefined. */
export const getExecution = (store: Store, id: string) => store.get<ExecutionRecord>(executionKey(id));

/** All steps an execution started, in their order. */
export async function getSteps(store: Store, executionId: string): Promise<StoredStep[]> {
  const query = { partition: partitionOf(executionId), prefix: 'step#', limit: 1000 };
  return (await allRecords<StepRecord | StepPack>(store, query)).flatMap(storedSteps);
}

/** The step an execution started last, or undefined. */
export async function getLastStep(store: Store, executionId: string): Promise<StoredStep | undefined> {
  const query = { partition: partitionOf(executionId), prefix: 'step#', descending: true, limit: 1 };
  const { items } = await store.list<StepRecord | StepPack>(query);
  return items.flatMap(storedSteps).at(-1);
}

/** Reads a whole run, or undefined where there is none of that id. */
export async function loadRun(store: Store, executionId: string): Promise<Run | undefined> {
  // The keys of the steps follow the execution's: one reading has both as they stood together.
  const query = {
    partition: partitionOf(executionId),
    from: executionKey(executionId).sort,
    to: 'step#~',
    limit: 1000,
  };
  const records = await allRecords<ExecutionRecord | StepRecord | StepPack>(store, query);
  const execution = records.find(({ sort }) => sort === query.from) as StoredExecution | undefined;
  if (!execution) return undefined;
  const stored = records.filter(({ sort }) => sort.startsWith('step#')) as Stored<StepRecord | StepPack>[];
  const steps = stored.flatMap(storedSteps);
  const runbook = await keptRunbook(store, execution.value.runbook);
  const known = knownOf(
    runbook,
    steps.map(({ value }) => value),
  );
  return { execution, runbook, steps, known };
}

/** What a `{{ reference }}` of the runbook stands for now; undefined where nothing was output yet. `now` is in epoch milliseconds. */
export function lookUp(run: Run, reference: string, now: number): Json | undefined {
  const { id, account, region, values } = run.execution.value;
  if (Object.hasOwn(values, reference)) return values[reference];
  const [head = '', ...rest] = reference.split(':');
  if (head === 'variable') return ownValue(run.known.variables, rest.join(':'));
  if (rest.length) return systemVariable(reference, { executionId: id, account, region, partition: 'aws', now });
  const [step = '', output = ''] = reference.split('.', 2);
  return loopOutput(run, step, output) ?? stepOutput(run, step, output);
}

/** The same for the inputs of a step: parameters that were overridden when it, or the loop around it, was started have the value they then got. */
export function lookUpFor(run: Run, record: StepRecord, now: number): Lookup {
  const texts = overriddenParameters(run, record);
  const values = texts && typedParameters(run.runbook.parameters, texts);
  return (reference) => (values && Object.hasOwn(values, reference) ? values[reference] : lookUp(run, reference, now));
}

function overriddenParameters(run: Run, record: StepRecord | undefined): StepRecord['overriddenParameters'] {
  if (!record?.parent) return record?.overriddenParameters;
  return overriddenParameters(run, run.known.records[record.parent.sequence - 1]);
}

const ownValue = (values: Record<string, Json>, name: string): Json | undefined =>
  Object.hasOwn(values, name) ? values[name] : undefined;

const stepOutput = ({ known }: Run, name: string, output: string): Json | undefined =>
  ownValue(known.newestOutputs.get(name)?.outputs ?? {}, output);

/** An aws:loop's own outputs while it turns: they are known from the step that its newest turn started. */
function loopOutput({ known: { records } }: Run, name: string, output: string): Json | undefined {
  if (output !== 'CurrentIteration' && output !== 'CurrentIteratorValue') return undefined;
  const loop = inFlight(records).find(
    (record) => record.name === name && record.action === 'aws:loop' && !isFinished(record),
  );
  const turn = loop && newestTurn(records, loop);
  return output === 'CurrentIteration' ? turn?.iteration : turn?.iteratorValue;
}
