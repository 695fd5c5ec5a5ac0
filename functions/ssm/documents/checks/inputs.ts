import { invalidDocumentContent } from '../../errors.ts';
import { actionInputs } from './action-inputs.ts';
import { shown } from './shown.ts';
import type { WrittenStep } from './written-step.ts';

const RUNTIME = /^(?:python3\.\d+|PowerShell (?:Core )?\d+\.\d+)$/;
const FIXED_VARIABLE = /^variable:\w+$/;

/** Refuses inputs that the step's action does not know, or lacks. */
export function checkInputs(step: WrittenStep): void {
  const { required = [], optional } = actionInputs.get(step.action) ?? {};
  const provided = Object.keys(step.inputs);
  if (optional) refuseUnknown(provided, [...required, ...optional]);
  requireInputs(provided, required);
  CHECKS.get(step.action)?.(step, provided);
}

const CHECKS = new Map<string, (step: WrittenStep, provided: string[]) => void>([
  ['aws:approve', (_, provided) => requireEither(provided, ['Approvers', 'EnhancedApprovals'])],
  ['aws:executeScript', checkScript],
  ['aws:sleep', checkSleep],
  ['aws:updateVariable', checkVariable],
]);

function refuseUnknown(provided: string[], known: string[]): void {
  if (provided.every((name) => known.includes(name))) return;
  throw invalidDocumentContent(
    `Unknown input names provided. Known=[ [${known.join(', ')}] ], Provided=[ [${provided.join(', ')}] ].`,
  );
}

function requireInputs(provided: string[], required: string[]): void {
  if (required.every((name) => provided.includes(name))) return;
  throw invalidDocumentContent(
    `Missing required input names. Required=[ [${required.join(', ')}] ], Provided =[ [${provided.join(', ')}] ].`,
  );
}

function requireEither(provided: string[], [usual = '', other = '']: string[]): void {
  if (!provided.includes(other)) requireInputs(provided, [usual]);
}

// A script of PowerShell has no handler.
function checkScript({ name, inputs }: WrittenStep, provided: string[]): void {
  const { Runtime: runtime } = inputs;
  if (typeof runtime !== 'string' || !(RUNTIME.test(runtime) || isReference(runtime)))
    throw invalidDocumentContent(`Unsupported Runtime: ${shown(runtime)} in step: ${name}.`);
  if (runtime.startsWith('python')) requireInputs(provided, ['Runtime', 'Handler']);
}

function checkSleep({ name }: WrittenStep, provided: string[]): void {
  requireEither(provided, ['Duration', 'Timestamp']);
  if (provided.length > 1)
    throw invalidDocumentContent(`Duration and Timestamp should not exist in same step: ${name}.`);
}

function checkVariable({ name, inputs }: WrittenStep): void {
  if (typeof inputs.Name === 'string' && FIXED_VARIABLE.test(inputs.Name)) return;
  throw invalidDocumentContent(`Name: ${shown(inputs.Name)} is not a variable in step: ${name}.`);
}

const isReference = (value: string): boolean => value.includes('{{');
