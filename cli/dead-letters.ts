import { inWords } from './client.ts';
import { type Command, UsageError } from './command.ts';
import { openSession, type Session, sessionHelp, sessionOptions } from './session.ts';

const help = `quaymaster dead-letters   what rules could not start, the newest first

  --json            one JSON object a line, with the whole event
${sessionHelp}`;

interface DeadLetter {
  Time: number;
  RuleArn: string;
  TargetId: string;
  ErrorCode: string;
  ErrorMessage: string;
}

/** quaymaster dead-letters: what events and schedules could not start. */
export const deadLetters: Command = {
  help,
  options: { json: { type: 'boolean' }, ...sessionOptions },
  async run(given) {
    if (given.positionals.length) throw new UsageError(`dead-letters takes no '${given.positionals[0]}'`);
    const session = await openSession(given);
    try {
      await list(session, given.values.json ? JSON.stringify : inLine, (line) => console.log(line));
    } catch (error) {
      throw inWords(error);
    } finally {
      await session.close();
    }
    return 0;
  },
};

const inLine = ({ Time, RuleArn, TargetId, ErrorCode, ErrorMessage }: DeadLetter): string => {
  const rule = RuleArn.replace(/^.*:rule\//, '');
  return [new Date(Time * 1000).toISOString(), `${rule}/${TargetId}`, ErrorCode, ErrorMessage].join('  ');
};

/** Prints every dead letter, page by page. */
export async function list(
  { call }: Pick<Session, 'call'>,
  show: (letter: DeadLetter) => string,
  print: (line: string) => void,
): Promise<void> {
  for (let next: string | undefined = ''; next !== undefined;) {
    const page: { DeadLetters: DeadLetter[]; NextToken?: string } = await call(
      'QuaymasterEvents.ListDeadLetters',
      next ? { NextToken: next } : {},
    );
    for (const letter of page.DeadLetters) print(show(letter));
    next = page.NextToken;
  }
}
