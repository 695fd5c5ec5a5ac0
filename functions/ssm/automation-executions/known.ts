import type { Json, JsonObject } from '../../ports/json.ts';
import type { Runbook } from '../documents/runbook.ts';
import { initialVariables } from '../expressions/variables.ts';
import type { ParentStep, StepRecord } from './record.ts';

/** What is asked of all the steps of a run, kept at hand: no turn looks for it among the thousands that a long run has. */
export interface Known {
  /** The steps in the order they started. */
  records: StepRecord[];
  /** The variables as they stand. */
  variables: Record<string, Json>;
  newestOutputs: Map<string, { sequence: number; outputs: JsonObject }>;
  starts: Map<string, number>;
}

/** What is known of a run's steps. */
export function knownOf(runbook: Runbook, records: StepRecord[]): Known {
  const variables = initialVariables(runbook.variables);
  const known: Known = { records: [], variables, newestOutputs: new Map(), starts: new Map() };
  for (const record of records) learn(known, record);
  return known;
}

/** Takes in a step that starts, or what became of one; steps that start are told in their order. */
export function learn({ records, variables, newestOutputs, starts }: Known, record: StepRecord): void {
  const { sequence, name, parent, outputs, variable } = record;
  if (sequence > records.length) starts.set(turnName(name, parent), (starts.get(turnName(name, parent)) ?? 0) + 1);
  records[sequence - 1] = record;
  if (variable) variables[variable.name] = variable.value;
  if (outputs && sequence >= (newestOutputs.get(name)?.sequence ?? 0)) newestOutputs.set(name, { sequence, outputs });
}

/** How often a step was started in the same turn of a loop, or outside loops. */
export const startsOf = ({ starts }: Known, name: string, parent: ParentStep | undefined): number =>
  starts.get(turnName(name, parent)) ?? 0;

const turnName = (name: string, parent: ParentStep | undefined) =>
  parent ? `${parent.sequence}/${parent.iteration}/${name}` : name;
