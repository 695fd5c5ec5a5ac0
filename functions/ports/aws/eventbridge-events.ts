import {
  ListRulesCommand,
  PutEventsCommand,
  type EventBridgeClient,
  type PutEventsRequestEntry,
  type PutEventsResultEntry,
} from '@aws-sdk/client-eventbridge';
import type { Clock } from '../clock.ts';
import type { Event, Events } from '../events.ts';
import type { Log } from '../log.ts';

/** PutEvents takes ten entries at once. */
const batch = 10;
const attempts = 3;

/** How long a bus is taken to have no rule, or some, in milliseconds. */
const freshness = 60_000;

/** The bus of the account, what happens on it logged. */
interface Bus {
  client: EventBridgeClient;
  bus: string;
  log: Log;
  clock: Clock;
}

/**
 * The bus of the account. Each event is charged, so one without rules is told nothing; a rule is noticed within a minute.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 */
export function eventbridgeEvents(at: Bus): Events {
  const isHeard = listeners(at);
  return { publish: async (make) => ((await isHeard()) ? publish(at, make()) : undefined) };
}

/** Whether the bus has a rule; where nobody can say, it may have. */
function listeners({ client, bus, clock }: Bus): () => Promise<boolean> {
  let known = { isHeard: Promise.resolve(false), until: -Infinity };
  const ask = () =>
    client.send(new ListRulesCommand({ EventBusName: bus, Limit: 1 })).then(
      ({ Rules = [] }) => Rules.length > 0,
      () => true,
    );
  return () => {
    if (clock.now() >= known.until) known = { isHeard: ask(), until: clock.now() + freshness };
    return known.isHeard;
  };
}

async function publish({ client, bus, log }: Bus, events: Event[]): Promise<void> {
  const entries = events.map((event) => toEntry(event, bus));
  for (let from = 0; from < entries.length; from += batch) {
    const some = entries.slice(from, from + batch);
    await put(client, some, attempts).catch((error: unknown) =>
      log.error('events were not published', { bus, count: some.length, error }),
    );
  }
}

const toEntry = ({ source, detailType, detail, resources }: Event, bus: string): PutEventsRequestEntry => ({
  EventBusName: bus,
  Source: source,
  DetailType: detailType,
  Detail: JSON.stringify(detail),
  Resources: resources,
});

/** PutEvents may take some entries and refuse others; those are sent again. */
async function put(client: EventBridgeClient, entries: PutEventsRequestEntry[], left: number): Promise<void> {
  const { Entries = [] } = await client.send(new PutEventsCommand({ Entries: entries }));
  const refused = entries.filter((_, place) => isRefused(Entries[place]));
  if (refused.length === 0) return;
  if (left > 1) return put(client, refused, left - 1);
  const { ErrorCode, ErrorMessage } = Entries.find(isRefused) ?? {};
  throw new Error(`EventBridge refused ${refused.length} events: ${ErrorCode}: ${ErrorMessage}`);
}

const isRefused = (entry: PutEventsResultEntry | undefined): boolean => entry?.ErrorCode !== undefined;
