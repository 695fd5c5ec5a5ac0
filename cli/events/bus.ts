import { ApiError } from '../../functions/api/error.ts';
import { calling } from '../calling.ts';
import { type Arguments, CommandFailure, textOption } from '../command.ts';
import type { Session } from '../session.ts';

/** The event bus that a command line means. */
export const busOf = (given: Arguments) => ({ EventBusName: textOption(given, 'bus') ?? 'default' });

/** Acts on a server's own EventBridge. A deployment has none: there it is the account's, and `instead` is the command of AWS's for it. */
export async function onBus<Result>(
  given: Arguments,
  instead: string,
  act: (session: Session) => Promise<Result>,
): Promise<Result> {
  const elsewhere = new CommandFailure(`a deployment in an AWS account leaves this to AWS itself: ${instead}`);
  if (textOption(given, 'stage')) throw elsewhere;
  return calling(given, (session) =>
    act(session).catch((error: unknown) => {
      throw error instanceof ApiError && error.code === 'UnknownOperationException' ? elsewhere : error;
    }),
  );
}
