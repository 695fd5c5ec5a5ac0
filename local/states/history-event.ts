import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { Json, JsonObject } from '../../functions/ports/json.ts';

/** An event as it is kept: its head, and the members of its details. */
export interface KeptEvent extends JsonObject {
  id: number;
  previousEventId: number;
  at: number;
  type: string;
}

/** A kept event as the API tells it: details under the type's own name, data as JSON text, times as Date. */
export function historyEvent(kept: KeptEvent): HistoryEvent {
  const { id, previousEventId, at, type, ...members } = kept;
  const event = { timestamp: new Date(at), type, id, previousEventId };
  const details = Object.entries(members).flatMap(([key, value]) => wireMembers(key, value));
  if (details.length === 0) return event as HistoryEvent;
  return { ...event, [detailsName(type)]: Object.fromEntries(details) } as HistoryEvent;
}

function wireMembers(key: string, value: Json): [string, unknown][] {
  const whole = { truncated: false };
  if (key === 'parameters') return [[key, JSON.stringify(value)]];
  if (key === 'input' || key === 'output')
    return [
      [key, JSON.stringify(value)],
      [`${key}Details`, whole],
    ];
  if (key !== 'assignedVariables') return [[key, value]];
  const texts = Object.entries(value as JsonObject).map(([name, assigned]) => [name, JSON.stringify(assigned)]);
  return [
    [key, Object.fromEntries(texts)],
    [`${key}Details`, whole],
  ];
}

function detailsName(type: string): string {
  if (/StateEntered$/.test(type)) return 'stateEnteredEventDetails';
  if (/StateExited$/.test(type)) return 'stateExitedEventDetails';
  return `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`;
}
