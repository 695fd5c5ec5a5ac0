import type { Json, JsonObject } from '../../../ports/json.ts';
import { references } from '../../expressions/interpolate.ts';
import { systemVariableNames } from '../../expressions/system-variables.ts';
import { isMap } from '../../expressions/typed-value.ts';
import { type Path, type Problems, wrong } from './problem.ts';
import { shown } from './shown.ts';
import { allSteps, type WrittenStep } from './written-step.ts';

/** What references may name. */
interface Names {
  parameters: ReadonlySet<string>;
  variables: ReadonlySet<string>;
  steps: ReadonlySet<string>;
}

/** Checks that whatever `{{ }}` names in the assume role and in the steps exists, and that the document's outputs come from its steps. */
export function* checkReferences(document: JsonObject, mainSteps: WrittenStep[]): Problems {
  const steps = allSteps(mainSteps);
  const names = {
    parameters: namesOf(document.parameters),
    variables: namesOf(document.variables),
    steps: new Set(steps.map(({ name }) => name)),
  };
  yield* checkValue(document.assumeRole ?? null, ['assumeRole'], names);
  for (const step of steps) yield* checkStep(step, names);
  yield* checkOutputs(document.outputs ?? [], names);
}

function* checkStep({ action, inputs, members, path }: WrittenStep, names: Names): Problems {
  for (const [name, value] of Object.entries(inputs)) {
    // The Steps of a loop are steps of their own here.
    if (action !== 'aws:loop' || name !== 'Steps') yield* checkValue(value, [...path, 'inputs', name], names);
  }
  yield* checkValue(members.timeoutSeconds ?? null, [...path, 'timeoutSeconds'], names);
  if (action === 'aws:updateVariable' && typeof inputs.Name === 'string')
    yield* checkReference(inputs.Name, [...path, 'inputs', 'Name'], names);
}

function* checkValue(value: Json, path: Path, names: Names): Problems {
  if (typeof value === 'string') {
    for (const reference of references(value)) yield* checkReference(reference, path, names);
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* checkValue(item, [...path, index], names);
  } else if (isMap(value)) {
    for (const [name, member] of Object.entries(value)) yield* checkValue(member, [...path, name], names);
  }
}

function* checkReference(reference: string, path: Path, { parameters, variables, steps }: Names): Problems {
  const [scope = '', name = ''] = reference.split(':');
  if (scope === 'ssm' && name)
    return yield wrong(path, `{{ ${shown(reference)} }} is supported in the default of a parameter only.`);
  if (scope === 'variable' && name && variables.has(name)) return;
  const [step = '', output] = reference.split('.');
  const isSystem = reference.includes(':');
  if (isSystem || output === undefined) {
    if (!(isSystem ? systemVariableNames : parameters).has(reference))
      yield wrong(path, `Parameter "${shown(reference)}" is not declared.`);
  } else if (!steps.has(step)) yield unknownStep(reference, path);
}

const unknownStep = (output: Json, path: Path) => wrong(path, `Unknown step name in named output: ${shown(output)}`);

function* checkOutputs(outputs: Json, { steps }: Names): Problems {
  if (!Array.isArray(outputs)) return yield wrong(['outputs'], '"outputs" should be a list.');
  for (const [index, output] of outputs.entries()) {
    const [step = '', name] = typeof output === 'string' ? output.split('.') : [];
    if (!name || !steps.has(step)) yield unknownStep(output, ['outputs', index]);
  }
}

const namesOf = (map: Json | undefined): ReadonlySet<string> => new Set(isMap(map) ? Object.keys(map) : []);
