import { inWords } from './client.ts';
import type { Arguments } from './command.ts';
import { harmless, harmlessIn } from './harmless.ts';
import { openSession, type Opening, type Session } from './session.ts';

/** Acts on the server that a command line means, wherever that is; a refusal or silence comes back in words. */
export async function calling<Result>(
  given: Arguments,
  act: (session: Session) => Promise<Result>,
  how?: Opening,
): Promise<Result> {
  const session = await openSession(given, how);
  try {
    return await act(session);
  } catch (error) {
    throw inWords(error);
  } finally {
    await session.close();
  }
}

/** Acts on the server for a terminal that shows what it says as it comes: nothing in it is obeyed. */
export const watching = <Result>(
  given: Arguments,
  act: (session: Pick<Session, 'call' | 'caller'>) => Promise<Result>,
): Promise<Result> =>
  calling(given, ({ call, caller }) => {
    const ask = async <Output extends object>(target: string, input: object) =>
      harmlessIn(await call<Output>(target, input));
    return act({ call: ask, caller });
  });

/** Acts on the server and prints what is to be told of it. */
export async function printing(given: Arguments, act: (session: Session) => Promise<string[]>): Promise<number> {
  for (const line of await calling(given, act)) console.log(harmless(line));
  return 0;
}
