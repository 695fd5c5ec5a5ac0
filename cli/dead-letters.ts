import { calling } from './calling.ts';
import type { Body } from './command.ts';
import type { Session } from './session.ts';

interface DeadLetter {
  Time: number;
  RuleArn: string;
  TargetId: string;
  ErrorCode: string;
  ErrorMessage: string;
}

/** quaymaster dead-letters: what events and schedules could not start. */
export const deadLetters: Body = (given) =>
  calling(given, async (session) => {
    await list(session, given.values.json ? JSON.stringify : inLine, (line) => console.log(line));
    return 0;
  });

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
