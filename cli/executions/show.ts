import { calling } from '../calling.ts';
import type { Body } from '../command.ts';
import { type Execution, readExecution } from '../execution.ts';
import { adviceFor, shownGate } from '../gate.ts';
import { tell } from '../output.ts';
import { changes, durationOf, ending } from '../progress.ts';
import { moment, sheet, statusColour } from '../table.ts';
import { lastPart } from './list.ts';

/** An execution as GetAutomationExecution tells it. */
type Shown = Execution & { DocumentVersion?: string };

/** quaymaster executions show: where it stands, step by step. */
export const showExecution: Body = async (given) => {
  const [id = ''] = given.positionals;
  const found: Shown = await calling(given, ({ call }) => readExecution(call, id));
  return tell(given, { value: found, lines: (shown) => linesOf(shown, id) });
};

function linesOf(found: Shown, id: string): string[] {
  const { paint } = sheet();
  const { AutomationExecutionStatus: status = '', DocumentName, DocumentVersion, Parameters = {} } = found;
  const isOpen = found.ExecutionEndTime === undefined;
  const parameters = Object.entries(Parameters).map(([name, values]) => `${name}=${values.join(',')}`);
  const gate = shownGate(found);
  return [
    `${DocumentName ?? ''} version ${DocumentVersion ?? ''}  ${paint('dim', id)}`,
    `started ${moment(found.ExecutionStartTime)} by ${lastPart(found.ExecutedBy)}${parameters.length ? ` with ${parameters.join(' ')}` : ''}`,
    '',
    ...changes(undefined, found, { paint, starts: true }),
    '',
    ...(isOpen
      ? [`${paint(statusColour(status) ?? 'yellow', status)} ${durationOf(found)}`.trimEnd()]
      : ending(found, { paint, starts: true })),
    ...(gate ? [...(gate.message ? [gate.message] : []), adviceFor(gate, id)] : []),
  ];
}
