import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { Json } from '../../../functions/ports/json.ts';
import { TaskFailure } from '../../../local/states/states-error.ts';
import { fakeClock } from './fake-clock.ts';
import { rig } from './rig.ts';

/** One execution recorded on AWS. */
export interface RecordedCase {
  name: string;
  eventOrderExact: boolean;
  definition: Json;
  input: Json;
  expected: {
    status: string;
    events?: (Partial<HistoryEvent> & { id: number; type: string })[];
    eventTypes?: string[];
  };
}

interface Replayed {
  (
    functionName: string,
    payload: Json,
  ): { output?: Json; error?: string; cause?: unknown; hang?: boolean; missing?: boolean };
  mismatches: string[];
}

/** The loader and comparator that come with the cases. */
export interface Matcher {
  loadCases: () => RecordedCase[];
  match: (expected: unknown, actual: unknown) => string[];
  replay: (recorded: RecordedCase) => Replayed;
  check: (recorded: RecordedCase, actual: object) => string[];
}

/** The time at which the timestamps in the cases' inputs were put in. */
const writtenAt = Date.parse('2026-11-21T02:09:58Z');

const matcher = fileURLToPath(new URL('../../../../shared/cases/asl/match.mjs', import.meta.url));

/** Whether the cases are beside the repository. */
export const areThere = existsSync(matcher);

/** The matcher that comes with the cases. */
export async function loadMatcher(): Promise<Matcher> {
  return (await import(matcher)) as Matcher;
}

/** Runs a case with its recorded handlers; answers every difference to what AWS did. */
export async function differences(recorded: RecordedCase, { match, replay, check }: Matcher): Promise<string[]> {
  const answer = replay(recorded);
  const clock = fakeClock(writtenAt);
  const { start, finish, history, close } = rig(
    { machine: recorded.definition },
    { clock, invoke: (name, payload) => invoke(answer(name, payload)) },
  );
  const executionArn = await start('machine', recorded.input);
  const { status, output, error, cause } = await finish(executionArn);
  const events = await history(executionArn);
  close();
  const result = { status, output: output === undefined ? undefined : (JSON.parse(output) as Json), error, cause };
  return [
    ...check(recorded, { ...result, mismatches: answer.mismatches }),
    ...eventDifferences(recorded, events, match),
  ];
}

async function invoke(answer: ReturnType<Replayed>): Promise<Json> {
  if (answer.hang) return new Promise(() => undefined);
  if (answer.missing) throw new Error('AWS did not call this function');
  if (answer.error === undefined) return answer.output ?? null;
  const cause = typeof answer.cause === 'string' ? answer.cause : JSON.stringify(answer.cause);
  throw new TaskFailure(answer.error, cause);
}

function eventDifferences(
  { expected, eventOrderExact }: RecordedCase,
  events: HistoryEvent[],
  match: Matcher['match'],
): string[] {
  if (!expected.events) return [];
  if (!eventOrderExact) return sortedDifferences(expected.events, events, match);
  if (expected.events[0]?.id !== 1) events.reverse();
  const types = events.map(({ type }) => type).join();
  const wanted = expected.events.map(({ type }) => type).join();
  if (types !== wanted) return [`events ${wanted} != ${types}`];
  return expected.events.flatMap((event, at) =>
    match(texts(event as HistoryEvent), wire(events[at])).map((error) => `event ${event.id} ${error}`),
  );
}

/** Where the recording sorted the events, and left some out: each must be there, and as many as the last one's number says. */
function sortedDifferences(
  wanted: { id: number; type: string }[],
  events: HistoryEvent[],
  match: Matcher['match'],
): string[] {
  const left = events.map(wire);
  const missing = wanted.filter((event) => {
    const { id: _id, previousEventId: _previous, ...rest } = event as HistoryEvent;
    const at = left.findIndex((other) => !match({ ...rest, id: '<any>', previousEventId: '<any>' }, other).length);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  const count = Math.max(...wanted.map(({ id }) => id));
  const counted = count === events.length ? [] : [`${count} events != ${events.length}`];
  return [...counted, ...missing.map((event) => `missing ${JSON.stringify(event)}`)];
}

/** The recording holds a number where the wire has its text. */
function texts(event: HistoryEvent): object {
  const { stateExitedEventDetails: details } = event;
  if (typeof details?.output !== 'number') return event;
  return { ...event, stateExitedEventDetails: { ...details, output: String(details.output) } };
}

/** An event as it is on the wire. */
function wire(event: HistoryEvent | undefined): object {
  return JSON.parse(JSON.stringify(event ?? {})) as object;
}
