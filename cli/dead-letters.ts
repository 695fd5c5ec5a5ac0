import { type Body, textOption } from './command.ts';
import { onBus } from './events/bus.ts';
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
  const queue = `the queue quaymaster-${textOption(given, 'stage') ?? 'STAGE'}-dead-letters, aws sqs receive-message`;
  const found = await onBus(given, queue, ({ call }) =>
    pagesFrom<DeadLetter>(call, 'QuaymasterEvents.ListDeadLetters', { member: 'DeadLetters' }),
  );
  const lines = (shown: DeadLetter[]) =>
    given.values.json ? found.map((one) => jsonText(one)) : tableOf(shown, columns, sheet());
  return tell(given, { value: found, lines }, 'There is none.');
};
