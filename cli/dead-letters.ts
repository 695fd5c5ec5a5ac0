import { ApiError } from '../functions/api/error.ts';
import type { Call } from './client.ts';
import { type Arguments, type Body, CommandFailure, textOption } from './command.ts';
import { onBus } from './events/bus.ts';
import { harmless, jsonText } from './harmless.ts';
import { tell } from './output.ts';
import { pagesFrom } from './pages.ts';
import type { Session } from './session.ts';
import { type Column, moment, sheet, tableOf } from './table.ts';

interface DeadLetter {
  Time: number;
  EventId: string;
  RuleArn: string;
  TargetId: string;
  ErrorCode: string;
  ErrorMessage: string;
}

const targetOf = ({ RuleArn, TargetId }: Pick<DeadLetter, 'RuleArn' | 'TargetId'>): string =>
  `${RuleArn.replace(/^.*:rule\//, '')}/${TargetId}`;

const columns: Column<DeadLetter>[] = [
  ['EVENT', ({ EventId }) => EventId],
  ['TIME', ({ Time }) => moment(Time)],
  ['RULE', targetOf],
  ['CODE', ({ ErrorCode }) => ErrorCode],
  ['MESSAGE', ({ ErrorMessage }) => ErrorMessage],
];

/** Acts on a server's dead letters; a deployment's are in a queue. */
const onLetters = <Result>(given: Arguments, act: (session: Session) => Promise<Result>): Promise<Result> => {
  const queue = `the queue quaymaster-${textOption(given, 'stage') ?? 'STAGE'}-dead-letters, aws sqs receive-message`;
  return onBus(given, queue, act);
};

const lettersOf = (call: Call): Promise<DeadLetter[]> =>
  pagesFrom(call, 'QuaymasterEvents.ListDeadLetters', { member: 'DeadLetters' });

/** quaymaster dead-letters list: what events and schedules could not start, the newest first. */
export const listDeadLetters: Body = async (given) => {
  const found = await onLetters(given, ({ call }) => lettersOf(call));
  const lines = (shown: DeadLetter[]) =>
    given.values.json ? found.map((one) => jsonText(one)) : tableOf(shown, columns, sheet());
  return tell(given, { value: found, lines }, 'There is none.');
};

/** quaymaster dead-letters redrive: sends an event once more to each target that it could not start; one that is refused keeps none from the rest. */
export const redriveDeadLetters: Body = async (given) => {
  const [id = ''] = given.positionals;
  const tried = await onLetters(given, ({ call }) => redrive(call, id));
  const refused = tried.filter(({ refusal }) => refusal);
  const sent = tried.filter(({ refusal }) => !refusal).map(({ letter }) => letter);
  await tell(given, { value: sent, lines: (letters) => letters.map((one) => `sent ${id} to ${targetOf(one)} again`) });
  for (const { letter, refusal } of refused)
    console.error(`quaymaster: not sent to ${harmless(targetOf(letter))}: ${refusal}`);
  return refused.length === 0 ? 0 : 1;
};

async function redrive(call: Call, id: string) {
  const letters = (await lettersOf(call))
    .filter(({ EventId }) => EventId === id)
    .map(({ Time, EventId, RuleArn, TargetId }) => ({ Time, EventId, RuleArn, TargetId }));
  if (letters.length === 0)
    throw new CommandFailure(`no dead letter is of the event ${id}; quaymaster dead-letters tells what there is`);
  const tried = [];
  for (const letter of letters) tried.push({ letter, refusal: await refusalOf(call, letter) });
  return tried;
}

async function refusalOf(call: Call, letter: object): Promise<string | undefined> {
  try {
    await call('QuaymasterEvents.RedriveDeadLetter', letter);
    return undefined;
  } catch (error) {
    if (error instanceof ApiError) return `${error.code}: ${error.message}`;
    throw error;
  }
}
