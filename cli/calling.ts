import { inWords } from './client.ts';
import type { Arguments } from './command.ts';
import { harmlessIn } from './harmless.ts';
import { tell } from './output.ts';
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

/** Acts on the server and tells what came of it, for people in lines. */
export const telling = async <Value>(
  given: Arguments,
  act: (session: Session) => Promise<Value>,
  lines: (value: Value) => string[],
): Promise<number> => tell(given, { value: await calling(given, act), lines });
