import type { PutEventsRequest, PutEventsRequestEntry, PutEventsResponse } from '@aws-sdk/client-eventbridge';
import type { Caller } from '../api/action.ts';
import type { JsonObject } from '../ports/json.ts';
import type { Ports } from '../ports/ports.ts';
import { validationException } from './errors.ts';
import { eventOf, objectIn } from './event.ts';
import { busArn, busNameOf, isBus } from './event-buses/bus.ts';
import type { Room } from './room.ts';

/** The size of all entries together, as EventBridge counts it. */
const mostBytes = 262_144;

/**
 * Takes events: what it answers with an EventId is on disk together with what it starts. Throws ValidationException.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 */
export async function putEvents(
  { Entries = [] }: PutEventsRequest,
  { ids, clock, log }: Pick<Ports, 'ids' | 'clock' | 'log'>,
  { caller, room }: { caller: Caller; room: Room },
): Promise<PutEventsResponse> {
  const size = Entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
  if (size > mostBytes) throw validationException('Total size of the entries in the request is over the limit.');
  const read = Entries.map((entry) => readEntry(entry, { id: ids.uuid(), caller, now: clock.now() }));
  const events = read.flatMap((one) => ('event' in one ? [one] : []));
  await room.deliveries.accept(events.map(({ event, bus }) => ({ event, rules: room.rules.matching(event, [bus]) })));
  for (const { event } of events)
    room.hear(event).catch((error: unknown) => log.error('an event was not heard', { source: event.source, error }));
  return {
    FailedEntryCount: read.length - events.length,
    Entries: read.map((one) => ('event' in one ? { EventId: one.id } : one)),
  };
}

function sizeOf({ Time, Source = '', DetailType = '', Detail = '', Resources = [] }: PutEventsRequestEntry): number {
  const texts = [Source, DetailType, Detail, ...Resources];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), Time ? 14 : 0);
}

type Read = { id: string; event: JsonObject; bus: string } | { ErrorCode: string; ErrorMessage: string };

function readEntry(entry: PutEventsRequestEntry, at: { id: string; caller: Caller; now: number }): Read {
  const { id, caller, now } = at;
  for (const name of ['Source', 'DetailType', 'Detail'] as const)
    if (!entry[name]) return refused(`Parameter ${name} is not valid. Reason: ${name} is a required argument.`);
  const bus = busNameOf(entry.EventBusName);
  if (!isBus(bus) || (entry.EventBusName?.startsWith('arn:') && entry.EventBusName !== busArn(caller, bus)))
    return refused(`Parameter EventBusName is not valid. Reason: Event bus ${entry.EventBusName} does not exist.`);
  const detail = objectIn(entry.Detail ?? '');
  if (!detail) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  const { Source: source = '', DetailType: detailType = '', Resources: resources = [], Time } = entry;
  const { account, region } = caller;
  const event = eventOf(
    { source, detailType, detail, resources },
    { id, account, region, time: Time?.getTime() ?? now },
  );
  return { id, event, bus };
}

const refused = (ErrorMessage: string): Read => ({ ErrorCode: 'InvalidArgument', ErrorMessage });
