import {
  PutEventsCommand,
  type EventBridgeClient,
  type PutEventsRequestEntry,
  type PutEventsResultEntry,
} from '@aws-sdk/client-eventbridge';
import type { Event, Events } from '../events.ts';
import type { Log } from '../log.ts';

/** PutEvents takes ten entries at once. */
const batch = 10;
const attempts = 3;

/** The bus of the account. Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
export const eventbridgeEvents = (client: EventBridgeClient, bus: string, log: Log): Events => ({
  publish: async (make) => {
    const entries = make().map((event) => toEntry(event, bus));
    for (let from = 0; from < entries.length; from += batch) {
      const some = entries.slice(from, from + batch);
      await put(client, some, attempts).catch((error: unknown) =>
        log.error('events were not published', { bus, count: some.length, error }),
      );
    }
  },
});

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
