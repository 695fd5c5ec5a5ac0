import type { Json, JsonObject } from '../../../ports/json.ts';
import { isMap } from '../../expressions/typed-value.ts';
import { actionInputs } from './action-inputs.ts';
import { type Path, type Problems, wrong } from './problem.ts';
import { shown } from './shown.ts';

/** A step as the document writes it; `steps` are those of an aws:loop. It is readable where its name, action and inputs are what they must be. */
export interface WrittenStep {
  name: string;
  action: string;
  inputs: JsonObject;
  members: JsonObject;
  steps: WrittenStep[];
  path: Path;
  isReadable: boolean;
}

/** The steps of the list at a path (`mainSteps`, or `Steps` of a loop) that have names, so that others may name them. */
export function* writtenSteps(value: Json, path: Path): Problems<WrittenStep[]> {
  const steps: WrittenStep[] = [];
  if (!Array.isArray(value) || value.length === 0) yield wrong(path, `"${path.at(-1)}" should be a list of steps.`);
  for (const [index, members] of (Array.isArray(value) ? value : []).entries()) {
    const step = yield* writtenStep(members, [...path, index]);
    if (step) steps.push(step);
  }
  return steps;
}

/** The steps and those of their loops, however deep, in the order they are written. */
export function allSteps(steps: WrittenStep[]): WrittenStep[] {
  return steps.flatMap((step) => [step, ...allSteps(step.steps)]);
}

function* writtenStep(members: Json, path: Path): Problems<WrittenStep | undefined> {
  if (!isMap(members)) return void (yield wrong(path, 'A step should be a map.'));
  const { name, action, inputs } = members;
  const problems = [...nameProblems(members, path), ...actionProblems(members, path), ...inputsProblems(members, path)];
  yield* problems;
  if (typeof name !== 'string') return undefined;
  const known = isMap(inputs) ? inputs : {};
  const hasSteps = action === 'aws:loop' && known.Steps !== undefined;
  const steps = hasSteps ? yield* writtenSteps(known.Steps ?? null, [...path, 'inputs', 'Steps']) : [];
  const isReadable = problems.length === 0;
  return { name, action: typeof action === 'string' ? action : '', inputs: known, members, steps, path, isReadable };
}

function* nameProblems({ name }: JsonObject, path: Path): Problems {
  if (name === undefined) yield missing('name', path);
  else if (typeof name !== 'string' || !/^[a-zA-Z0-9_]+$/.test(name))
    yield wrong([...path, 'name'], `StepName: ${shown(name)} is invalid.`);
}

function* actionProblems({ action }: JsonObject, path: Path): Problems {
  if (action === undefined) yield missing('action', path);
  else if (typeof action !== 'string' || !actionInputs.has(action))
    yield wrong([...path, 'action'], `Unknown action: ${shown(action)}`);
}

function* inputsProblems({ name, inputs }: JsonObject, path: Path): Problems {
  if (inputs === undefined) yield missing('inputs', path);
  else if (inputs !== null && !isMap(inputs))
    yield wrong([...path, 'inputs'], `The inputs of step: ${shown(name)} should be a map.`);
}

const missing = (member: string, path: Path) => wrong(path, `Missing "${member}" in step detail.`);
