import { inWords } from './client.ts';
import type { Arguments } from './command.ts';
import { openSession, type Session } from './session.ts';

/** Acts on the server that a command line means, wherever that is; a refusal or silence comes back in words. */
export async function calling<Result>(given: Arguments, act: (session: Session) => Promise<Result>): Promise<Result> {
  const session = await openSession(given);
  try {
    return await act(session);
  } catch (error) {
    throw inWords(error);
  } finally {
    await session.close();
  }
}

/** Acts on the server and prints what is to be told of it. */
export async function printing(given: Arguments, act: (session: Session) => Promise<string[]>): Promise<number> {
  for (const line of await calling(given, act)) console.log(line);
  return 0;
}
