import type { Json, JsonObject } from '../../../ports/json.ts';
import { invalidDocumentContent } from '../../errors.ts';
import { references } from '../../expressions/interpolate.ts';
import { systemVariableNames } from '../../expressions/system-variables.ts';
import { isMap } from '../../expressions/typed-value.ts';
import { shown } from './shown.ts';
import { allSteps, type WrittenStep } from './written-step.ts';

/** What references may name. */
interface Names {
  parameters: ReadonlySet<string>;
  variables: ReadonlySet<string>;
  steps: ReadonlySet<string>;
}

/** Checks that whatever `{{ }}` names in the assume role and in the steps exists, and that the document's outputs come from its steps. */
export function checkReferences(document: JsonObject, mainSteps: WrittenStep[]): void {
  const steps = allSteps(mainSteps);
  const names = {
    parameters: namesOf(document.parameters),
    variables: namesOf(document.variables),
    steps: new Set(steps.map(({ name }) => name)),
  };
  checkValue(document.assumeRole ?? null, names);
  for (const step of steps) checkStep(step, names);
  checkOutputs(document.outputs ?? [], names);
}

function checkStep({ action, inputs, members }: WrittenStep, names: Names): void {
  for (const [name, value] of Object.entries(inputs)) {
    // The Steps of a loop are steps of their own here.
    if (action !== 'aws:loop' || name !== 'Steps') checkValue(value, names);
  }
  checkValue(members.timeoutSeconds ?? null, names);
  if (action === 'aws:updateVariable' && typeof inputs.Name === 'string') checkReference(inputs.Name, names);
}

function checkValue(value: Json, names: Names): void {
  for (const reference of references(value)) checkReference(reference, names);
}

function checkReference(reference: string, { parameters, variables, steps }: Names): void {
  const [scope = '', name = ''] = reference.split(':');
  if (scope === 'ssm' && name)
    throw invalidDocumentContent(`{{ ${shown(reference)} }} is supported in the default of a parameter only.`);
  if (scope === 'variable' && name && variables.has(name)) return;
  if (reference.includes(':')) return requireName(systemVariableNames.has(reference), reference);
  const [step = '', output] = reference.split('.');
  if (output === undefined) return requireName(parameters.has(reference), reference);
  if (!steps.has(step)) throw invalidDocumentContent(`Unknown step name in named output: ${shown(reference)}`);
}

function requireName(isDeclared: boolean, reference: string): void {
  if (!isDeclared) throw invalidDocumentContent(`Parameter "${shown(reference)}" is not declared.`);
}

function checkOutputs(outputs: Json, { steps }: Names): void {
  if (!Array.isArray(outputs)) throw invalidDocumentContent('"outputs" should be a list.');
  for (const output of outputs) {
    const [step = '', name] = typeof output === 'string' ? output.split('.') : [];
    if (!name || !steps.has(step)) throw invalidDocumentContent(`Unknown step name in named output: ${shown(output)}`);
  }
}

const namesOf = (map: Json | undefined): ReadonlySet<string> => new Set(isMap(map) ? Object.keys(map) : []);
