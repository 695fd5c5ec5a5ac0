import type { Json, JsonObject } from '../../../ports/json.ts';
import { invalidDocumentContent } from '../../errors.ts';
import { isMap } from '../../expressions/typed-value.ts';
import { actionInputs } from './action-inputs.ts';
import { shown } from './shown.ts';

/** A step as the document writes it, its name, action and inputs being what they must be; `steps` are those of an aws:loop. */
export interface WrittenStep {
  name: string;
  action: string;
  inputs: JsonObject;
  members: JsonObject;
  steps: WrittenStep[];
}

/** The steps of a list (`mainSteps`, or `Steps` of a loop; `list` is its name), or InvalidDocumentContent in the service's words. */
export function writtenSteps(list: string, value: Json | undefined): WrittenStep[] {
  if (!Array.isArray(value) || value.length === 0) throw invalidDocumentContent(`"${list}" should be a list of steps.`);
  return value.map(writtenStep);
}

/** The steps and those of their loops, however deep, in the order they are written. */
export function allSteps(steps: WrittenStep[]): WrittenStep[] {
  return steps.flatMap((step) => [step, ...allSteps(step.steps)]);
}

function writtenStep(members: Json): WrittenStep {
  if (!isMap(members)) throw invalidDocumentContent('A step should be a map.');
  const { name, action, inputs = null } = members;
  if (name === undefined) throw missing('name');
  if (typeof name !== 'string' || !/^[a-zA-Z0-9_]+$/.test(name))
    throw invalidDocumentContent(`StepName: ${shown(name)} is invalid.`);
  if (action === undefined) throw missing('action');
  if (typeof action !== 'string' || !actionInputs.has(action))
    throw invalidDocumentContent(`Unknown action: ${shown(action)}`);
  if (members.inputs === undefined) throw missing('inputs');
  if (inputs !== null && !isMap(inputs)) throw invalidDocumentContent(`The inputs of step: ${name} should be a map.`);
  const steps = action === 'aws:loop' && inputs?.Steps !== undefined ? writtenSteps('Steps', inputs.Steps) : [];
  return { name, action, inputs: inputs ?? {}, members, steps };
}

const missing = (member: string) => invalidDocumentContent(`Missing "${member}" in step detail.`);
