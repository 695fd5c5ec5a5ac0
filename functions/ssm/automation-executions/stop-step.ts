import { openStep } from './interactive.ts';
import { isFinished } from './record.ts';
import type { Run } from './run.ts';
import { type Change, refused, type Signal } from './signal.ts';

/** StopStep: asks a run in Interactive mode to cancel the step in flight, with the loop around it; asking twice changes nothing. */
export function stopStep({ execution, known: { records } }: Run, signal: Signal): Change {
  const { value } = execution;
  if (value.mode !== 'Interactive') throw refused(signal, 'it is not in Interactive mode');
  const named = records.find(({ id }) => id === signal.stepExecutionId);
  if (!named) throw refused(signal, 'the step has not started');
  if (isFinished(named)) throw refused(signal, `step ${named.name} is already ${named.status}`);
  const inFlight = openStep(records) ?? named;
  if (value.asked?.ask === 'StopStep') return { execution: value };
  const last = records.at(-1);
  if (last?.verdict) throw refused(signal, `step ${last.name} is about to end`);
  return { execution: { ...value, asked: { ask: 'StopStep', sequence: inFlight.sequence } } };
}
