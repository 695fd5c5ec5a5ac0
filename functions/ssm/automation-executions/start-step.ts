import { isDeepStrictEqual } from 'node:util';
import { ApiError } from '../../api/error.ts';
import type { Runbook, Step } from '../documents/runbook.ts';
import { references } from '../expressions/interpolate.ts';
import { typedParameters } from '../expressions/parameters.ts';
import { choiceOf, openStep } from './interactive.ts';
import type { ExecutionRecord } from './record.ts';
import type { Run } from './run.ts';
import { type Change, refused, type Signal } from './signal.ts';

/** StartStep: asks a run in Interactive mode to start its next step, with other values for some parameters; asking twice changes nothing. */
export function startStep(run: Run, signal: Signal): Change {
  const { value } = run.execution;
  const { stepName: name = '', parameters } = signal;
  if (value.mode !== 'Interactive') throw refused(signal, 'it is not in Interactive mode');
  if (isStarted(run, signal)) return { execution: value };
  refuseWhileBusy(run, signal);
  const choice = choiceOf({ runbook: run.runbook, steps: run.known.records });
  if (choice === undefined) throw refused(signal, 'no step follows; it can be completed or cancelled');
  if (choice !== name) throw refused(signal, `step ${name} does not follow, step ${choice} does`);
  if (parameters) refuseParameters(run.runbook, signal);
  return { execution: { ...value, asked: { ask: 'StartStep', step: name, ...(parameters && { parameters }) } } };
}

/** Whether the same was asked before, and the step is about to begin or did. */
function isStarted({ execution, known }: Run, { stepName, parameters }: Signal): boolean {
  const { asked } = execution.value;
  if (asked?.ask === 'StopStep') return false;
  const open = openStep(known.records);
  const before = open ? { step: open.name, parameters: open.overriddenParameters } : startOf(asked);
  return before?.step === stepName && isDeepStrictEqual(before?.parameters, parameters);
}

const startOf = (asked: ExecutionRecord['asked']) =>
  asked?.ask === 'StartStep' ? { step: asked.step, parameters: asked.parameters } : undefined;

function refuseWhileBusy({ execution, known }: Run, signal: Signal): void {
  const { asked } = execution.value;
  const open = openStep(known.records);
  if (open) throw refused(signal, `step ${open.name} is still ${open.status}`);
  if (asked?.ask === 'StartStep') throw refused(signal, `step ${asked.step} is about to start`);
  if (asked?.ask === 'Complete') throw refused(signal, 'it is being completed');
}

/** The same limit as for the parameters of a start. */
const mostCharacters = 65_536;

function refuseParameters(runbook: Runbook, signal: Signal): void {
  const { stepName, parameters = {} } = signal;
  if (JSON.stringify(parameters).length > mostCharacters) throw refused(signal, 'the parameters are larger than 64 KB');
  const role = references(runbook.assumeRole ?? '').find((name) => Object.hasOwn(parameters, name));
  if (role !== undefined) throw refused(signal, `parameter ${role} is part of the role the runbook acts as`);
  const step = runbook.mainSteps.find(({ name }) => name === stepName);
  if (step && isApproval(step))
    throw refused(signal, `the parameters of an approval, step ${step.name}, stay as they are`);
  try {
    typedParameters(runbook.parameters, parameters);
  } catch (error) {
    if (error instanceof ApiError) throw refused(signal, error.message.replace(/\.$/, ''));
    throw error;
  }
}

const isApproval = ({ action, steps = [] }: Step): boolean => action === 'aws:approve' || steps.some(isApproval);
