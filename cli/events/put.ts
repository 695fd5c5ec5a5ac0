import type { PutEventsResponse } from '@aws-sdk/client-eventbridge';
import { type Body, CommandFailure, readText, textOption, UsageError } from '../command.ts';
import { tell } from '../output.ts';
import { busOf, onBus } from './bus.ts';

/** quaymaster events put: an event, as rules see it. */
export const putEvent: Body = async (given) => {
  const entry = {
    Source: textOption(given, 'source'),
    DetailType: textOption(given, 'detail-type'),
    Detail: detailOf(textOption(given, 'detail') ?? '{}'),
    ...busOf(given),
  };
  const { Entries = [] } = await onBus(given, 'aws events put-events', ({ call }) =>
    call<PutEventsResponse>('AWSEvents.PutEvents', { Entries: [entry] }),
  );
  const [{ EventId = '', ErrorCode, ErrorMessage } = {}] = Entries;
  if (ErrorCode) throw new CommandFailure(`${ErrorCode}: ${ErrorMessage}`);
  return tell(given, { value: { EventId }, lines: (put) => [put.EventId] });
};

/** JSON, or the file named after an @. */
function detailOf(text: string): string {
  const detail = text.startsWith('@') ? readText(text.slice(1)) : text;
  try {
    JSON.parse(detail);
  } catch (error) {
    throw new UsageError(`--detail is no JSON: ${(error as Error).message}`);
  }
  return detail;
}
