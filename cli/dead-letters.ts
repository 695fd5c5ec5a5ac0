import { calling } from './calling.ts';
import type { Body } from './command.ts';
import { jsonText } from './harmless.ts';
import { tell } from './output.ts';
import { pagesFrom } from './pages.ts';
import { type Column, moment, sheet, tableOf } from './table.ts';

interface DeadLetter {
  Time: number;
  RuleArn: string;
  TargetId: string;
  ErrorCode: string;
  ErrorMessage: string;
}

const columns: Column<DeadLetter>[] = [
  ['TIME', ({ Time }) => moment(Time)],
  ['RULE', ({ RuleArn, TargetId }) => `${RuleArn.replace(/^.*:rule\//, '')}/${TargetId}`],
  ['CODE', ({ ErrorCode }) => ErrorCode],
  ['MESSAGE', ({ ErrorMessage }) => ErrorMessage],
];

/** quaymaster dead-letters: what events and schedules could not start, the newest first. */
export const deadLetters: Body = async (given) => {
  const found = await calling(given, ({ call }) =>
    pagesFrom<DeadLetter>(call, 'QuaymasterEvents.ListDeadLetters', { member: 'DeadLetters' }),
  );
  const lines = (shown: DeadLetter[]) =>
    given.values.json ? found.map((one) => jsonText(one)) : tableOf(shown, columns, sheet());
  return tell(given, { value: found, lines }, 'There is none.');
};
