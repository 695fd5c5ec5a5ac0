import type { Json } from '../../ports/json.ts';
import type { Store } from '../../ports/store.ts';
import type { Runbook } from '../documents/runbook.ts';
import type { Lookup } from '../expressions/interpolate.ts';
import { typedParameters } from '../expressions/parameters.ts';
import { systemVariable } from '../expressions/system-variables.ts';
import { initialVariables } from '../expressions/variables.ts';
import type { ExecutionRecord, StepRecord, StoredExecution, StoredStep } from './record.ts';
import { executionKey, isFinished, partitionOf } from './record.ts';
import { keptRunbook } from './runbook-snapshot.ts';

/** A run in memory: its record, its runbook and the steps it started, each with the version the store knows (0 = not yet). */
export interface Run {
  execution: StoredExecution;
  runbook: Runbook;
  steps: StoredStep[];
}

/** The record of one execution, or undefined. */
export const getExecution = (store: Store, id: string) => store.get<ExecutionRecord>(executionKey(id));

/** All steps an execution started, in their order. */
export async function getSteps(store: Store, executionId: string): Promise<StoredStep[]> {
  const query = { partition: partitionOf(executionId), prefix: 'step#', limit: 1000 };
  const steps: StoredStep[] = [];
  let after: string | undefined;
  do {
    const page = await store.list<StepRecord>({ ...query, ...(after && { after }) });
    steps.push(...page.items);
    after = page.next;
  } while (after);
  return steps;
}

/** The step an execution started last, or undefined. */
export async function getLastStep(store: Store, executionId: string): Promise<StoredStep | undefined> {
  const query = { partition: partitionOf(executionId), prefix: 'step#', descending: true, limit: 1 };
  return (await store.list<StepRecord>(query)).items[0];
}

/** Reads a whole run, or undefined where there is none of that id. */
export async function loadRun(store: Store, executionId: string): Promise<Run | undefined> {
  const [execution, steps] = await Promise.all([getExecution(store, executionId), getSteps(store, executionId)]);
  if (!execution) return undefined;
  return { execution, steps, runbook: await keptRunbook(store, execution.value.runbook) };
}

const latest = (run: Run, good: (record: StepRecord) => boolean) =>
  run.steps.findLast(({ value }) => good(value))?.value;

/** What a `{{ reference }}` of the runbook stands for now; undefined where nothing was output yet. `now` is in epoch milliseconds. */
export function lookUp(run: Run, reference: string, now: number): Json | undefined {
  const { id, account, region, values } = run.execution.value;
  if (Object.hasOwn(values, reference)) return values[reference];
  const [head = '', ...rest] = reference.split(':');
  if (head === 'variable') return variableOf(run, rest.join(':'));
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
  return overriddenParameters(run, run.steps[record.parent.sequence - 1]?.value);
}

/** The variables of a run as they stand. */
export function variablesOf(run: Run): Record<string, Json> {
  const variables = initialVariables(run.runbook.variables);
  for (const { value } of run.steps) if (value.variable) variables[value.variable.name] = value.variable.value;
  return variables;
}

const variableOf = (run: Run, name: string): Json | undefined => {
  const variables = variablesOf(run);
  return Object.hasOwn(variables, name) ? variables[name] : undefined;
};

function stepOutput(run: Run, name: string, output: string): Json | undefined {
  const outputs = latest(run, (record) => record.name === name && record.outputs !== undefined)?.outputs;
  return outputs && Object.hasOwn(outputs, output) ? outputs[output] : undefined;
}

/** An aws:loop's own outputs while it turns: they are known from the step that its newest turn started. */
function loopOutput(run: Run, name: string, output: string): Json | undefined {
  const loop = latest(run, (record) => record.name === name && record.action === 'aws:loop' && !isFinished(record));
  const turn = loop && latest(run, ({ parent }) => parent?.sequence === loop.sequence)?.parent;
  if (output === 'CurrentIteration') return turn?.iteration;
  return output === 'CurrentIteratorValue' ? turn?.iteratorValue : undefined;
}
