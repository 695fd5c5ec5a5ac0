import { duration } from '../progress.ts';
import type { Look } from '../progress.ts';
import type { Played, PlayedStep, Rehearsal } from './rehearse.ts';
import type { SentCall } from './witness.ts';

/** What a test says in the end; `passed` decides the exit code. */
export interface Verdict extends Rehearsal {
  passed: boolean;
  /** Expectations that did not come true. */
  unmet: string[];
}

const colours: Record<string, 'green' | 'red' | 'yellow'> = { Success: 'green', Failed: 'red', TimedOut: 'red' };

/** The lines for somebody who reads them. */
export function reportOf(verdict: Verdict, { paint }: Look): string[] {
  const { execution, children, calls, missing, problems, unused, passed } = verdict;
  return [
    ...calls.flatMap((call) => callLines(call, paint)),
    ...[execution, ...children].flatMap((one) => executionLines(one, paint)),
    ...verdict.unmet.map((line) => `${paint('red', 'unmet')}   ${line}`),
    ...problems.map((line) => `${paint('red', 'problem')} ${line}`),
    ...unused.map((place) => `${paint('yellow', 'unused')}  ${place}`),
    ...missing.flatMap(({ problem, add }) => [
      `${paint('red', 'missing')} ${problem}. Add to the mocks:`,
      ...add
        .trimEnd()
        .split('\n')
        .map((line) => `  ${line}`),
    ]),
    passed ? paint('green', 'passed') : paint('red', 'failed'),
  ];
}

type Paint = Look['paint'];

function executionLines({ document, status, seconds, failure, outputs, steps }: Played, paint: Paint): string[] {
  const width = Math.max(0, ...steps.map((step) => labelOf(step).length));
  const told = steps.some((step) => step.failure === failure);
  return [
    paint('bold', document),
    ...steps.flatMap((step) => stepLines(step, width, paint)),
    `${paint(colours[status] ?? 'yellow', status)} after ${duration(seconds)}`,
    ...(failure && !told ? [failure] : []),
    ...outputLines(outputs).map((line) => `  ${line}`),
    '',
  ];
}

const labelOf = ({ name, loop }: PlayedStep) => (loop ? `${loop}.${name}` : name);

function stepLines(step: PlayedStep, width: number, paint: Paint): string[] {
  const status = paint(colours[step.status] ?? 'yellow', step.status);
  const failure = step.failure?.trimEnd().split('\n') ?? [];
  return [
    `  ${labelOf(step).padEnd(width)}  ${step.action.padEnd(20)}  ${status}  ${paint('dim', duration(step.seconds))}`,
    ...together(step.calls.flatMap((call) => callLines(call, paint))),
    ...[...outputLines(step.outputs), ...failure].map((line) => `      ${line}`),
  ];
}

function callLines({ call, input, error }: SentCall, paint: Paint): string[] {
  const line = `      ${paint('dim', '->')} ${call} ${typeof input === 'string' ? input : JSON.stringify(input)}`;
  return error === undefined ? [line] : [line, `         ${error}`];
}

const outputLines = (outputs: Record<string, string[]>): string[] =>
  Object.entries(outputs).map(([name, values]) => `${name} = ${values.join(', ')}`);

/** A poll asks the same again and again. */
function together(lines: string[]): string[] {
  const counted: { line: string; times: number }[] = [];
  for (const line of lines) {
    const last = counted.at(-1);
    if (last?.line === line) last.times += 1;
    else counted.push({ line, times: 1 });
  }
  return counted.map(({ line, times }) => (times === 1 ? line : `${line} (${times} times)`));
}
