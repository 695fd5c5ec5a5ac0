import { actionInputs } from './action-inputs.ts';
import { type Problems, wrong } from './problem.ts';
import { shown } from './shown.ts';
import type { WrittenStep } from './written-step.ts';

const RUNTIME = /^(?:python3\.\d+|PowerShell (?:Core )?\d+\.\d+)$/;
const FIXED_VARIABLE = /^variable:\w+$/;

/** Refuses inputs that the step's action does not know, or lacks. */
export function* checkInputs(step: WrittenStep): Problems {
  const { required = [], optional } = actionInputs.get(step.action) ?? {};
  if (optional) yield* refuseUnknown(step, [...required, ...optional]);
  yield* requireInputs(step, required);
  yield* CHECKS.get(step.action)?.(step) ?? [];
}

const CHECKS = new Map<string, (step: WrittenStep) => Problems>([
  ['aws:approve', (step) => requireEither(step, ['Approvers', 'EnhancedApprovals'])],
  ['aws:executeScript', checkScript],
  ['aws:sleep', checkSleep],
  ['aws:updateVariable', checkVariable],
]);

const pathOf = ({ path }: WrittenStep, ...names: string[]) => [...path, 'inputs', ...names];

function* refuseUnknown(step: WrittenStep, known: string[]): Problems {
  const provided = Object.keys(step.inputs);
  const unknown = provided.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const message = `Unknown input names provided. Known=[ [${known.join(', ')}] ], Provided=[ [${provided.join(', ')}] ].`;
  yield wrong(pathOf(step, unknown), message);
}

function* requireInputs(step: WrittenStep, required: string[]): Problems {
  const provided = Object.keys(step.inputs);
  if (required.every((name) => provided.includes(name))) return;
  yield wrong(
    pathOf(step),
    `Missing required input names. Required=[ [${required.join(', ')}] ], Provided =[ [${provided.join(', ')}] ].`,
  );
}

function* requireEither(step: WrittenStep, [usual = '', other = '']: string[]): Problems {
  if (!Object.hasOwn(step.inputs, other)) yield* requireInputs(step, [usual]);
}

// A script of PowerShell has no handler.
function* checkScript(step: WrittenStep): Problems {
  const { Runtime: runtime } = step.inputs;
  if (typeof runtime !== 'string' || !(RUNTIME.test(runtime) || isReference(runtime)))
    return yield wrong(pathOf(step, 'Runtime'), `Unsupported Runtime: ${shown(runtime)} in step: ${step.name}.`);
  if (runtime.startsWith('python')) yield* requireInputs(step, ['Runtime', 'Handler']);
}

function* checkSleep(step: WrittenStep): Problems {
  yield* requireEither(step, ['Duration', 'Timestamp']);
  if (Object.keys(step.inputs).length > 1)
    yield wrong(pathOf(step), `Duration and Timestamp should not exist in same step: ${step.name}.`);
}

function* checkVariable(step: WrittenStep): Problems {
  const { Name: name } = step.inputs;
  if (typeof name === 'string' && FIXED_VARIABLE.test(name)) return;
  yield wrong(pathOf(step, 'Name'), `Name: ${shown(name)} is not a variable in step: ${step.name}.`);
}

const isReference = (value: string): boolean => value.includes('{{');
