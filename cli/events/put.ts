import type { PutEventsResponse } from '@aws-sdk/client-eventbridge';
import { printing } from '../calling.ts';
import { type Body, CommandFailure, readText, textOption, UsageError } from '../command.ts';

/** quaymaster events put: an event, as rules see it. */
export const putEvent: Body = (given) => {
  const entry = {
    Source: textOption(given, 'source'),
    DetailType: textOption(given, 'detail-type'),
    Detail: detailOf(textOption(given, 'detail') ?? '{}'),
    EventBusName: textOption(given, 'bus') ?? 'default',
  };
  return printing(given, async ({ call }) => {
    const { Entries = [] } = await call<PutEventsResponse>('AWSEvents.PutEvents', { Entries: [entry] });
    const [{ EventId = '', ErrorCode, ErrorMessage } = {}] = Entries;
    if (ErrorCode) throw new CommandFailure(`${ErrorCode}: ${ErrorMessage}`);
    return [EventId];
  });
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
